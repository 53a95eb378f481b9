/**
 * `export` and `import` in the terminal, from their words to files, data folders and exit codes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { Dice } from '#core/move/testing/dice.ts';
import { addRandomConversation, testVocabulary } from '#core/move/testing/random-conversations.ts';
import { rowsOf } from '#core/move/testing/rows-of.ts';
import { readArguments } from './cli-arguments.ts';
import { exportConversations, importConversations } from './move-commands.ts';

let dir = '';
const at = (name: string): string => join(dir, name);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'prisme-move-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function run(
  ...args: string[]
): Promise<{ code: number; lines: string[]; notes: string[]; output: string }> {
  const command = readArguments(args);
  const lines: string[] = [];
  const notes: string[] = [];
  const terminal = {
    line: (text: string) => void lines.push(text),
    note: (text: string) => void notes.push(text),
  };
  if (command.kind === 'import')
    return { code: importConversations(command, terminal), lines, notes, output: '' };
  if (command.kind !== 'export') throw new Error('another command');
  const stream = new PassThrough();
  const output = readAll(stream);
  const code = await exportConversations(command, terminal, stream);
  stream.end();
  return { code, lines, notes, output: await output };
}

/** A data folder with conversations, closed again or left open as Prisme has it. */
function folder(name: string, count: number): { ids: string[]; rows(): unknown; close(): void } {
  const opened = openDataFolder({ dataDir: at(name), now: Date.now });
  const store = createStore(opened.database);
  const dice = new Dice(2);
  const ids = store.transaction(() => {
    store.vocabularies.insert(testVocabulary);
    return Array.from({ length: count }, () => addRandomConversation(store, dice));
  });
  return { ids, rows: () => rowsOf(opened.database), close: () => opened.close() };
}

it('takes everything along from a folder that Prisme has open, and brings it in elsewhere', async () => {
  const own = folder('from', 4);
  const exported = await run('export', '--data', at('from'), '--out', at('all.json'));
  expect(exported).toMatchObject({ code: 0, notes: [`4 conversations in ${at('all.json')}.`], output: '' });
  expect(readdirSync(dir).sort()).toEqual(['all.json', 'from']);
  const before = own.rows();
  own.close();
  const first = await run('import', at('all.json'), '--data', at('to'));
  expect(first.lines).toEqual([
    expect.stringMatching(/^4 conversations with \d+ messages came, 0 were there already\.$/),
  ]);
  const other = openDataFolder({ dataDir: at('to'), now: Date.now });
  expect(rowsOf(other.database)).toEqual(before);
  other.close();
  expect((await run('import', at('all.json'), '--data', at('to'))).lines).toEqual([
    '0 conversations with 0 messages came, 4 were there already.',
  ]);
});

it('writes one conversation to the standard output, by the beginning of its id, for people too', async () => {
  const own = folder('from', 3);
  own.close();
  const id = (own.ids[1] ?? '').slice(0, 8);
  const json = await run('export', id, '--data', at('from'));
  const entries = JSON.parse(json.output) as { kind?: string; id?: string }[];
  expect(entries.filter(({ kind }) => kind === 'conversation').map((entry) => entry.id)).toEqual([
    own.ids[1],
  ]);
  expect((await run('export', id, '--format', 'md', '--data', at('from'))).output).toMatch(/^# /);
  expect((await run('export', '--format', 'html', '--data', at('from'))).output).toMatch(
    /^<!doctype html>[^]*<\/html>\n$/,
  );
});

it('ends with 1 where there is nothing to export, and makes no file', async () => {
  expect(await run('export', '--data', at('none'), '--out', at('x.json'))).toMatchObject({ code: 1 });
  expect(readdirSync(dir)).not.toContain('x.json');
});

it('names what is wrong: an id that is none, a format, a file that is not there or not sound, a folder in use', async () => {
  const own = folder('from', 1);
  const refused = async (...args: string[]): Promise<unknown> => {
    try {
      return await run(...args);
    } catch (error) {
      return error instanceof PrismeError ? error.toRecord() : error;
    }
  };
  writeFileSync(at('bad.json'), '[{"format":"prisme.conversations","version":9}]');
  expect(await refused('export', 'ffff', '--data', at('from'))).toMatchObject({
    code: 'conversation.notFound',
  });
  expect(await refused('export', '--format', 'pdf')).toMatchObject({ details: { option: '--format' } });
  expect(await refused('import')).toMatchObject({ details: { option: 'import' } });
  expect(await refused('import', at('gone.json'), '--data', at('to'))).toMatchObject({
    code: 'app.invalidInput',
  });
  expect(await refused('import', at('bad.json'), '--data', at('from'))).toMatchObject({
    code: 'app.alreadyRunning',
  });
  own.close();
  expect(await refused('import', at('bad.json'), '--data', at('from'))).toMatchObject({
    code: 'move.invalidFile',
    details: { file: 'bad.json', place: expect.stringMatching(/^0\.(version|exported)/) },
  });
  const out = join(dir, 'no', 'such', 'x.json');
  expect(await refused('export', '--data', at('from'), '--out', out)).toMatchObject({
    details: { file: out },
  });
  expect(readFileSync(at('bad.json'), 'utf8')).toContain('"version":9');
});
