/**
 * What leaves as JSON comes back the same: rows, traces and branches, into an empty database and into the one that it left.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { createMessageCheck } from '../db/message-check.ts';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { findChangedRows } from '../db/row-checksum.ts';
import { createStore, type Store } from '../db/store.ts';
import { exportParts } from './export-parts.ts';
import { createImportSession } from './import-session.ts';
import { addRandomConversation, Dice, testVocabulary } from './testing/random-conversations.ts';
import { rowsOf } from './testing/rows-of.ts';

type Own = { readonly folder: DataFolder; readonly store: Store };
let dirs: string[] = [];
let open: DataFolder[] = [];

function database(): Own {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-move-'));
  const folder = openDataFolder({ dataDir, now: Date.now });
  dirs.push(dataDir);
  open.push(folder);
  return { folder, store: createStore(folder.database) };
}
beforeEach(() => {
  dirs = [];
  open = [];
});
afterEach(() => {
  for (const folder of open) folder.close();
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

function filled(count: number, seed = 1): Own & { readonly ids: ConversationId[] } {
  const own = database();
  const dice = new Dice(seed);
  const ids = own.store.transaction(() => {
    own.store.vocabularies.insert(testVocabulary);
    return Array.from({ length: count }, () => addRandomConversation(own.store, dice));
  });
  return { ...own, ids };
}

function exported({ store }: Own, ids: readonly ConversationId[]): string {
  const path = join(dirs[0] ?? '', `${randomUUID()}.json`);
  const request = {
    conversationIds: ids,
    format: 'json',
    language: 'en',
    exportedBy: 'test',
    nowMs: 5,
  } as const;
  writeFileSync(path, Array.from(exportParts(store, request), ({ text }) => text).join(''));
  return path;
}

function imported(
  { store }: Own,
  path: string,
): ReturnType<ReturnType<typeof createImportSession>['finish']> {
  const file = { name: 'file.json', path, sizeBytes: readFileSync(path).length };
  return createImportSession(store, [file], { now: () => 9, elapsedMs: () => performance.now() }).finish();
}

it('1,000 random conversations are the same in an empty database', { timeout: 300_000 }, () => {
  const from = filled(1_000);
  const path = exported(from, from.ids);
  const to = database();
  const result = imported(to, path);
  expect(result).toMatchObject({ came: 1_000, copies: 0, restored: 0, skipped: 0, kinds: ['prisme'] });
  const [rows, before] = [rowsOf(to.folder.database), rowsOf(from.folder.database)];
  for (const table of Object.keys(before))
    expect(JSON.stringify(rows[table]) === JSON.stringify(before[table]), table).toBe(true);
  expect(before['traces']?.length).toBeGreaterThan(500);
  const check = createMessageCheck(to.folder.database);
  check.runFor(60_000);
  expect([check.isDone, check.damagedIds]).toEqual([true, []]);
  expect(findChangedRows(to.folder.database)).toEqual([]);
  expect(readFileSync(exported(to, from.ids), 'utf8')).toBe(readFileSync(path, 'utf8'));
});

describe('what is there already', () => {
  it('is left alone where it is equal, and counted', () => {
    const own = filled(20);
    const before = rowsOf(own.folder.database);
    expect(imported(own, exported(own, own.ids))).toMatchObject({ came: 0, skipped: 20, ids: [] });
    expect(rowsOf(own.folder.database)).toEqual(before);
  });

  it('comes as a copy where it differs, once, and is itself not touched', () => {
    const own = filled(5);
    const path = exported(own, own.ids);
    const [id] = own.ids;
    const conversation = id === undefined ? null : own.store.conversations.find(id);
    if (conversation === null) throw new Error('none');
    own.store.conversations.update({ ...conversation, title: 'Renamed' });
    const before = rowsOf(own.folder.database);
    const result = imported(own, path);
    expect(result).toMatchObject({ came: 1, copies: 1, skipped: 4 });
    const after = rowsOf(own.folder.database);
    for (const [table, rows] of Object.entries(before))
      expect(after[table]).toEqual(expect.arrayContaining(rows));
    expect(imported(own, path)).toMatchObject({ came: 0, skipped: 5 });
    const copyId = result.firstId;
    expect(copyId).not.toBe(id);
    expect(copyId === null ? null : own.store.conversations.find(copyId)?.title).toBe(conversation.title);
  });

  it('comes out of the bin', () => {
    const own = filled(3);
    const path = exported(own, own.ids);
    const before = rowsOf(own.folder.database);
    for (const id of own.ids) {
      const conversation = own.store.conversations.find(id);
      if (conversation !== null) own.store.conversations.update({ ...conversation, deletedAtMs: 8 });
    }
    expect(imported(own, path)).toMatchObject({ came: 3, restored: 3, skipped: 0 });
    expect(rowsOf(own.folder.database)).toEqual(before);
  });
});

it('a file that is damaged anywhere is refused whole, with its name and a place, and changes nothing', () => {
  const own = filled(6, 3);
  const path = exported(own, own.ids);
  const sound = readFileSync(path);
  const to = filled(2, 4);
  const before = rowsOf(to.folder.database);
  const dice = new Dice(11);
  for (let index = 0; index < 100; index += 1) {
    const bytes = mutated(sound, dice, index);
    writeFileSync(path, bytes);
    let refusal: unknown = null;
    try {
      imported(to, path);
    } catch (error) {
      refusal = error;
    }
    expect(refusal, `mutation ${index}`).toBeInstanceOf(PrismeError);
    const { code, details } = refusal as PrismeError;
    expect(code).toMatch(/^move\.(?:invalidFile|unknownFile)$/);
    expect(details['file']).toBe('file.json');
    if (code === 'move.invalidFile')
      expect(details).toMatchObject({ place: expect.any(String), reason: expect.any(String) });
  }
  expect(rowsOf(to.folder.database)).toEqual(before);
});

/** A byte changed, a part taken out, a part doubled, or the end cut off. */
function mutated(sound: Buffer, dice: Dice, index: number): Buffer {
  for (;;) {
    const at = dice.int(0, sound.length - 3);
    const length = dice.int(1, 400);
    const before = sound.subarray(0, at);
    const part = sound.subarray(at, at + length);
    const kinds = [
      () => Buffer.concat([before, Buffer.of(dice.int(32, 126)), sound.subarray(at + 1)]),
      () => Buffer.concat([before, sound.subarray(at + length)]),
      () => Buffer.concat([before, part, part, sound.subarray(at + length)]),
      () => before,
    ];
    const result = kinds[index % kinds.length]?.() ?? before;
    if (!result.equals(sound) && !saysTheSame(result, sound)) return result;
  }
}

/** A key that stands twice with one value is no damage: whoever reads it reads the same. */
function saysTheSame(result: Buffer, sound: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(result.toString())) === JSON.stringify(JSON.parse(sound.toString()));
  } catch {
    return false;
  }
}
