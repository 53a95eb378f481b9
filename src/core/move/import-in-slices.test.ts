/**
 * An import is written a little at a time, and appears at once or not at all: also when it is given up, killed in the middle,
 * or asked for again. Against real SQLite.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { createStore, type Store } from '../db/store.ts';
import { copyAsKilled } from '../testing/copy-as-killed.ts';
import { exportParts } from './export-parts.ts';
import { createImportSession, type ImportSession, removeLeftovers } from './import-session.ts';
import { Dice } from './testing/dice.ts';
import { addRandomConversation, testVocabulary } from './testing/random-conversations.ts';
import { rowsOf } from './testing/rows-of.ts';

type Own = { readonly dataDir: string; readonly folder: DataFolder; readonly store: Store };
/** In this many turns an import of 20 is far from its end. */
const middle = 20;
let dirs: string[] = [];
let open: DataFolder[] = [];
beforeEach(() => {
  dirs = [];
  open = [];
});
afterEach(() => {
  for (const folder of open) folder.close();
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

function opened(dataDir: string): Own {
  const folder = openDataFolder({ dataDir, now: Date.now });
  dirs.push(dataDir);
  open.push(folder);
  return { dataDir, folder, store: createStore(folder.database) };
}

const empty = (): Own => opened(mkdtempSync(join(tmpdir(), 'prisme-slices-')));

/** A file of random conversations, and a database that holds just them. */
function exported(count: number): Own & { readonly path: string } {
  const own = empty();
  const dice = new Dice(7);
  const conversationIds = own.store.transaction(() => {
    own.store.vocabularies.insert(testVocabulary);
    return Array.from({ length: count }, () => addRandomConversation(own.store, dice));
  });
  const path = join(own.dataDir, `${randomUUID()}.json`);
  const about = { format: 'json', language: 'en', exportedBy: 'test', nowMs: 5 } as const;
  const parts = exportParts(own.store, { conversationIds, ...about });
  writeFileSync(path, Array.from(parts, ({ text }) => text).join(''));
  return { ...own, path };
}

/** Every look at the clock is ten milliseconds later: the same few steps in each turn on every machine. */
function session({ store }: Own, path: string): ImportSession {
  let elapsedMs = 0;
  const file = { name: 'file.json', path, sizeBytes: readFileSync(path).length };
  return createImportSession(store, [file], { now: () => 9, elapsedMs: () => (elapsedMs += 10) });
}

function checked(own: Own, path: string): ImportSession {
  const checking = session(own, path);
  while (checking.check() < 1);
  return checking;
}

const conversations = ({ store }: Own): number =>
  [store.conversations.list(), store.conversations.archived(), store.conversations.binned()].flat().length;

it('nothing is to be seen before the last slice, and then everything is as it was', () => {
  const from = exported(20);
  const to = empty();
  const writing = checked(to, from.path);
  let slices = 0;
  for (let written = writing.write(); written.result === null; written = writing.write()) {
    expect([conversations(to), to.store.conversationTags.count(), to.store.folders.list()]).toEqual([
      0,
      [],
      [],
    ]);
    slices += 1;
  }
  expect(slices).toBeGreaterThan(2 * middle);
  expect(rowsOf(to.folder.database)).toEqual(rowsOf(from.folder.database));
});

it('of an import that was killed in the middle nothing is there, and the next one brings everything', () => {
  const from = exported(20);
  const to = empty();
  const writing = checked(to, from.path);
  for (let slice = 0; slice < middle; slice += 1) expect(writing.write().result).toBeNull();
  const killed = opened(copyAsKilled(to.dataDir));
  expect(killed.store.conversations.incoming().length).toBeGreaterThan(0);
  expect(conversations(killed)).toBe(0);
  expect(session(killed, from.path).finish()).toMatchObject({ came: 20, restored: 0, skipped: 0, copies: 0 });
  expect(rowsOf(killed.folder.database)).toEqual(rowsOf(from.folder.database));
});

it('what an import that was given up has written is taken away', async () => {
  const from = exported(20);
  const to = empty();
  const writing = checked(to, from.path);
  for (let slice = 0; slice < middle; slice += 1) writing.write();
  await removeLeftovers(to.store, () => true);
  const { vocabularies: _vocabularies, ...rows } = rowsOf(to.folder.database);
  expect(Object.values(rows).flat()).toEqual([]);
});

it('what is written and read between two slices stays', () => {
  const from = exported(5);
  const to = empty();
  const writing = checked(to, from.path);
  writing.write();
  const own = to.store.transaction(() => addRandomConversation(to.store, new Dice(99)));
  while (writing.write().result === null);
  expect(to.store.conversations.find(own)?.id).toBe(own);
  expect(to.store.conversations.incoming()).toEqual([]);
});
