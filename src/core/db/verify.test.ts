/**
 * What verifying finds: each kind of damage, and nothing in what is sound. Every test damages a real database.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationIdSchema, messageIdSchema } from '#contract/ids.ts';
import { newestVersion } from './migrate.ts';
import { openDataFolder } from './open-data-folder.ts';
import { type Database, openDatabase } from './open.ts';
import { createStore } from './store.ts';
import { verifyDatabase } from './verify.ts';
import { nextDescriptor } from './testing/file-operations.ts';
import { newConversation } from './testing/new-conversation.ts';

let dataDir = '';
const path = (name = 'prisme.db'): string => join(dataDir, name);
const verify = () => verifyDatabase(path(), path('scratch.db'));
const conversationId = conversationIdSchema.parse(randomUUID());

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-verify-'));
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  store.transaction(() => {
    newConversation(store, { id: conversationId, title: 'a title to change' });
    for (let index = 0; index < 30; index++)
      store.messages.insertUserMessage({
        id: messageIdSchema.parse(randomUUID()),
        conversationId,
        parentId: null,
        text: `message ${index}`,
        createdAtMs: 1,
      });
  });
  folder.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Changes the database with SQLite itself, which leaves neither structure nor seal behind. */
function change(work: (database: Database) => void): void {
  const database = openDatabase(path());
  database.pragma('foreign_keys = OFF');
  work(database);
  database.close();
  rmSync(path('prisme.db.seal'), { force: true });
}

it('a sound database has nothing to be found, and stays as it is', () => {
  const before = readdirSync(dataDir).toSorted();
  expect(verify()).toEqual([]);
  expect(readdirSync(dataDir).toSorted()).toEqual(before);
});

it('where there is no database there is nothing to be found', () => {
  expect(verifyDatabase(path('none.db'), path('scratch.db'))).toEqual([]);
});

it('a byte that changed since the file was closed is found by its checksum, whatever it means', () => {
  const bytes = readFileSync(path());
  bytes[bytes.indexOf('a title to change')] = 'A'.charCodeAt(0);
  writeFileSync(path(), bytes);
  expect(verify()).toContainEqual({ check: 'file', place: 'the file is not as Prisme left it' });
});

it('a row that belongs to nothing is found, with what it should belong to', () => {
  change((database) => database.exec("UPDATE messages SET parent_id = 'nobody' WHERE number = 2"));
  expect(verify()).toContainEqual({ check: 'references', place: 'messages 2 to messages' });
});

it('changed texts are found by their hashes, at most twenty of them', () => {
  change((database) => database.exec("UPDATE messages SET text = text || '!' WHERE number <= 3"));
  const ids = verify().map(({ check, place }) => [check, place.replace(/[\da-f-]{36}/, 'id')]);
  expect(ids).toEqual(Array.from({ length: 3 }, () => ['messages', 'the text of id']));
  change((database) => database.exec("UPDATE messages SET text = text || '!'"));
  expect(verify().filter(({ check }) => check === 'messages')).toHaveLength(20);
});

it('more than twenty rows that belong to nothing say nothing new', () => {
  change((database) => database.exec("UPDATE messages SET conversation_id = 'nobody'"));
  expect(verify().filter(({ check }) => check === 'references')).toHaveLength(20);
});

it('values that the app could not read are found, at most twenty of them', () => {
  change((database) => database.exec(`UPDATE conversations SET settings_json = '{}'`));
  expect(verify()).toContainEqual({ check: 'values', place: `conversation ${conversationId}` });
  change((database) => database.exec(`UPDATE messages SET cut_ids_json = '{'`));
  expect(verify().filter(({ check }) => check === 'values')).toHaveLength(20);
});

it('an index that does not say what its table says is found as broken structure', () => {
  change((database) => {
    database.unsafeMode(true);
    database.pragma('writable_schema = ON');
    // The rows stay where they are; from now on the index is said to hold another column.
    database.exec(
      `UPDATE sqlite_master SET sql = replace(sql, '(parent_id)', '(text)') WHERE name = 'messages_by_parent'`,
    );
  });
  const structure = verify().filter(({ check }) => check === 'structure');
  expect(structure.length).toBeGreaterThan(0);
  expect(structure.length).toBeLessThanOrEqual(20);
  expect(structure.every(({ place }) => place !== 'ok' && place.length <= 300)).toBe(true);
});

it('an older database is not read the way of the present one', () => {
  change((database) => {
    database.exec("UPDATE messages SET text = text || '!' WHERE number = 1");
    database.pragma(`user_version = ${newestVersion() - 10}`);
  });
  expect(verify()).toEqual([]);
});

it('a full-text index that says something else than its texts is found, in a copy that goes again', () => {
  change((database) =>
    database.exec(`CREATE VIRTUAL TABLE "odd ""name" USING fts5 (text, content = 'messages', content_rowid = 'number');
      INSERT INTO "odd ""name"("odd ""name") VALUES ('rebuild');`),
  );
  const before = readdirSync(dataDir).toSorted();
  const descriptor = nextDescriptor(path());
  expect(verify()).toEqual([]);
  expect(nextDescriptor(path())).toBe(descriptor);
  change((database) => database.exec(`INSERT INTO "odd ""name"(rowid, text) VALUES (1, 'words of nobody')`));
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    writeFileSync(path(`scratch.db${suffix}`), 'left by a run that was killed');
  expect(verify()).toEqual([{ check: 'search', place: 'odd "name' }]);
  expect(readdirSync(dataDir).toSorted()).toEqual(before);
});

it('what cannot be read at all is refused as damaged', () => {
  writeFileSync(path(), 'no database, whatever it is called'.repeat(300));
  expect(verify).toThrow(expect.objectContaining({ code: 'database.damaged' }));
});
