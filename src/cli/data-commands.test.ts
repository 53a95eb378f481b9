/**
 * The commands about the data folder, from their words to the folder and the exit code.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { markForErasure } from '#core/db/erase.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { readArguments } from './cli-arguments.ts';
import { runDataCommand } from './data-commands.ts';

let dataDir = '';
const path = (...names: string[]): string => join(dataDir, ...names);

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

function run(...args: string[]): { code: number; lines: string[]; notes: string[] } {
  const command = readArguments([...args, '--data', dataDir]);
  const { kind } = command;
  if (kind !== 'verify' && kind !== 'backup' && kind !== 'restore' && kind !== 'salvage')
    throw new Error('a command about data');
  const lines: string[] = [];
  const notes: string[] = [];
  const code = runDataCommand(command, {
    line: (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, lines, notes };
}

function change(sql: string): void {
  const folder = openDataFolder({ dataDir, now: Date.now });
  folder.database.exec(sql);
  folder.close();
}

function keys(): unknown[] {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const rows = folder.database.prepare<[], { key: string }>('SELECT key FROM settings ORDER BY key').all();
  folder.close();
  return rows.map(({ key }) => key);
}

const setTheme = "INSERT INTO settings VALUES ('theme', '\"dark\"')";

it('verify ends with 0 on a sound folder and changes nothing in it', () => {
  change(setTheme);
  const before = readFileSync(path('prisme.db'));
  expect(run('verify')).toMatchObject({ code: 0, lines: [] });
  expect(readFileSync(path('prisme.db')).equals(before)).toBe(true);
  expect(run('verify').code).toBe(0);
});

it.each([
  [
    'a value of a setting',
    setTheme,
    (bytes: Buffer) => bytes.indexOf('"dark"') + 1,
    /^file: [^]*\nvalues: setting theme$/,
  ],
  ['the structure', setTheme, () => 4096, /^structure: /],
])('verify names %s that was damaged, and ends with 1', (_name, sql, place, expected) => {
  change(sql);
  const bytes = readFileSync(path('prisme.db'));
  const at = place(bytes);
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  writeFileSync(path('prisme.db'), bytes);
  const { code, lines } = run('verify');
  expect(code).toBe(1);
  expect(lines.join('\n')).toMatch(expected);
});

it('verify compares a full-text index with its texts', () => {
  change(`
    CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT);
    CREATE VIRTUAL TABLE notes_search USING fts5(text, content='notes', content_rowid='number');
    INSERT INTO notes VALUES (1, 'light');
    INSERT INTO notes_search (rowid, text) VALUES (1, 'light');`);
  expect(run('verify').code).toBe(0);
  change("UPDATE notes SET text = 'night'");
  expect(run('verify')).toMatchObject({ code: 1, lines: ['search: notes_search'] });
});

it('backup and restore go back to an earlier day, and what came since is kept', () => {
  change(setTheme);
  const {
    lines: [name = ''],
  } = run('backup');
  change("INSERT INTO settings VALUES ('language', '\"fr\"')");
  expect(run('restore').lines.join()).toContain(name);
  const { code, notes } = run('restore', name);
  expect(code).toBe(0);
  expect(keys()).toEqual(['theme']);
  const [folder = ''] = /set-aside\S+Z/.exec(notes.join()) ?? [];
  expect(readFileSync(path(folder, 'prisme.db')).includes('language')).toBe(true);
});

it('salvage saves a database that does not open any more', () => {
  change(setTheme);
  const bytes = readFileSync(path('prisme.db'));
  bytes.writeUInt32BE(1, 68); // another program's application id
  writeFileSync(path('prisme.db'), bytes);
  expect(run('verify').code).toBe(1);
  expect(run('salvage').code).toBe(0);
  expect(keys()).toEqual(['theme']);
});

it('what was decided to be deleted is deleted before a command looks at the folder', () => {
  change(setTheme);
  run('backup');
  markForErasure(dataDir);
  expect(run('verify')).toMatchObject({ code: 0, lines: [] });
  expect(run('restore').lines).toEqual([]);
  expect(keys()).toEqual([]);
});

it('all but the list of backups are refused while Prisme has the folder', () => {
  const folder = openDataFolder({ dataDir, now: Date.now });
  for (const command of ['verify', 'backup', 'salvage']) expect(() => run(command)).toThrow('already open');
  expect(() => run('restore', 'prisme-v0030-20260101T000000000Z.db')).toThrow('already open');
  expect(run('restore').code).toBe(0);
  folder.close();
});

it.each([
  ['restore', 'nothing'],
  ['restore', 'prisme-v0030-20260101T000000000Z.db'],
  ['restore', '../prisme.db'],
])('%s %s is refused: there is no such backup', (...args) => {
  change(setTheme);
  expect(() => run(...args)).toThrow('does not exist');
});

it.each([[['verify', 'x']], [['backup', '--top', '3']], [['restore', 'a', 'b']], [['salvage', '--json']]])(
  '%j makes no sense and is said so',
  (args) => {
    expect(() => readArguments(args)).toThrow('outside its allowed range');
  },
);
