/** What between double braces is a variable, and what is text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtInsAt,
  fillTemplate,
  parseTemplate,
  variablesOf,
  type TemplatePiece,
} from './prompt-template.ts';

const builtIns = { date: 'D', time: 'T' };
const filled = (text: string, values: Record<string, string> = {}): string =>
  fillTemplate(parseTemplate(text), values, builtIns);
const variables = (text: string) => variablesOf(parseTemplate(text));
const sourceOf = (piece: TemplatePiece): string => (piece.kind === 'text' ? piece.text : piece.source);

/** Text with more braces, signs and backslashes than people write. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{',
        '}',
        '|',
        ':',
        '\\',
        '\n',
        ' ',
        'date',
        'time',
        'ton',
        '{{a}}',
        '{{b:c}}',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));
const aName = fc
  .stringMatching(/^[a-z_é][a-z_é0-9-]{0,10}$/u)
  .filter((name) => name !== 'date' && name !== 'time');

describe('a template', () => {
  it('has variables with a default, with choices, or with neither, each once, in the order of the text', () => {
    expect(
      variables('{{ ton | amical|sec }} {{sujet}}, {{longueur: 3 lignes}}, {{sujet:rien}} {{sujet:x}}'),
    ).toEqual([
      { name: 'ton', fallback: 'amical', choices: ['amical', 'sec'] },
      { name: 'sujet', fallback: 'rien', choices: [] },
      { name: 'longueur', fallback: '3 lignes', choices: [] },
    ]);
  });

  it('takes what is given, else the default wherever the variable stands', () => {
    expect(filled('{{a}} {{a:1}} {{b|x|y}} {{c}}', { b: 'y' })).toBe('1 1 y ');
    expect(filled('{{a:1}}', { a: '' })).toBe('');
  });

  it('fills in date and time by itself, and asks where they have a default', () => {
    expect(filled('{{date}} {{ time }} {{date:today}}')).toBe('D T today');
    expect(variables('{{date}} {{date:today}}').map(({ name }) => name)).toEqual(['date']);
  });

  it.each(['{{}}', '{{ }}', '{a}', '{{a', '{{a\n}}', '{{a.b}}', '{{{}}}', '{{/if}}'])(
    'leaves %j as it is',
    (text) => {
      expect([filled(text), variables(text)]).toEqual([text, []]);
    },
  );

  it('makes text of a variable behind a backslash', () => {
    expect([filled('\\{{a}} {{a:1}}'), variables('\\{{a}}')]).toEqual(['{{a}} 1', []]);
  });

  it('is not confused by names that every object has', () => {
    expect(filled('{{constructor}}{{__proto__}}{{toString:x}}')).toBe('x');
  });

  it('writes the date in the language that is asked for', () => {
    const moment = new Date(2026, 10, 27, 9, 5).getTime();
    expect(builtInsAt(moment, 'fr').date).toBe('27 novembre 2026');
    expect(builtInsAt(moment, 'en').date).toBe('November 27, 2026');
  });
});

describe('any text', () => {
  it('is its pieces, one behind the other, but for the backslashes that were taken away', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const together = parseTemplate(text).map(sourceOf).join('');
        if (!text.includes('\\')) expect(together).toBe(text);
        expect(together.replaceAll('\\', '')).toBe(text.replaceAll('\\', ''));
      }),
    );
  });

  it('without two braces is itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('{{'));
        expect(filled(text)).toBe(text);
      }),
    );
  });

  it('given for a variable stands there letter by letter, and is never read as a template', () => {
    fc.assert(
      fc.property(
        aName,
        anyText,
        fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[{}\\]/g, '')),
        (name, value, around) => {
          expect(filled(`${around}{{${name}}}${around}`, { [name]: value })).toBe(
            `${around}${value}${around}`,
          );
        },
      ),
    );
  });

  it('is parsed in time that grows with its length, whatever stands in it', () => {
    const pieces = (length: number) => parseTemplate('{{a '.repeat(length)).length;
    expect(pieces(12_000)).toBe(1);
  });
});
