import { describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { readArguments } from './cli-arguments.ts';
import { explain } from './explain.ts';

/** What the terminal says to these arguments. */
function answer(...args: string[]): string {
  try {
    readArguments(args);
  } catch (error) {
    if (error instanceof PrismeError) return explain(error);
    throw error;
  }
  throw new Error('the arguments were accepted');
}

const help = '"npm start -- --help" lists what can be given.';

describe('an error in the terminal', () => {
  it.each([
    [['ask', 'a', '--colour'], `Unknown option '--colour'. ${help}`],
    [['ask', 'a', '--temperature', 'hot'], `--temperature: "hot" is not a number. ${help}`],
    [['ask'], `ask: wants one text in quotes. ${help}`],
    [['ask', 'a', '--top', '2000'], `--top: a whole number from 0 to 1024. ${help}`],
  ])('names what was typed wrongly in %j', (args, sentence) => {
    expect(answer(...args)).toBe(sentence);
  });

  it('names the file that cannot be read', () => {
    const error = new PrismeError('app.invalidInput', { file: 'a.txt', reason: 'the file cannot be read' });
    expect(explain(error)).toBe('a.txt: the file cannot be read.');
  });

  it('says how to name a model where none was found', () => {
    expect(explain(new PrismeError('model.noneChosen'))).toMatch(/--model FILE.*--models DIR/);
  });

  it('is otherwise the catalogue’s, with its details', () => {
    expect(explain(new PrismeError('model.unreadable', { reason: 'ENOENT' }))).toMatch(/\(reason: ENOENT\)$/);
    expect(explain(new PrismeError('app.invalidInput', { prompt: 'empty' }))).toMatch(/\(prompt: empty\)$/);
  });
});
