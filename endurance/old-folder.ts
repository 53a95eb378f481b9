/**
 * Data folders as earlier versions of Prisme left them, made with the migrations that those versions had, and what is in
 * them. Runs in the process of the suites.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageHash } from '#core/db/message-hash.ts';
import { migrate } from '#core/db/migrate.ts';
import { migrations } from '#core/db/migrations/migrations.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { Random } from './random.ts';

/** The versions that a start may find and has to bring to the newest one. */
export const oldVersions: readonly number[] = migrations.slice(0, -1).map(({ number }) => number);

/** Every table's columns and a hash of its rows, as the old version knew them. */
export type Content = ReadonlyMap<string, { readonly columns: readonly string[]; readonly hash: string }>;

/** Makes a folder of that version with a few conversations, and says what is in it. */
export function makeOldFolder(dataDir: string, version: number, random: Random): Content {
  mkdirSync(dataDir, { recursive: true });
  const database = openDatabase(join(dataDir, databaseFileName), { create: true });
  const known = migrations.filter(({ number }) => number <= version);
  migrate(database, null, Date.now, known);
  database.transaction(() => {
    for (let count = random.int(1, 6); count > 0; count--) insertConversation(database, random);
    database.exec(`INSERT INTO settings VALUES ('heatMap', '"rank"'), ('theme', '"dark"')`);
  })();
  const content = contentOf(database);
  database.close();
  return content;
}

/** Of the given tables and columns, or of all that there are. */
export function contentOf(database: Database, like?: Content): Content {
  const tables =
    like ??
    new Map(
      database
        .prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
        )
        .all()
        .map(({ name }) => [name, { columns: columnsOf(database, name) }] as const),
    );
  return new Map(
    [...tables].map(
      ([name, { columns }]) => [name, { columns, hash: hashOf(database, name, columns) }] as const,
    ),
  );
}

export function isSameContent(left: Content, right: Content): boolean {
  return [...left].every(([name, { hash }]) => right.get(name)?.hash === hash);
}

function columnsOf(database: Database, table: string): string[] {
  const rows = database.pragma(`table_info(${table})`) as { name: string }[]; // the pragma's own columns
  return rows.map(({ name }) => name);
}

function hashOf(database: Database, table: string, columns: readonly string[]): string {
  const hash = createHash('sha256');
  const list = columns.join(', ');
  for (const row of database.prepare(`SELECT ${list} FROM ${table} ORDER BY ${list}`).raw().iterate())
    hash.update(JSON.stringify(row));
  return hash.digest('hex');
}

/** With the columns of the first version: the migrations bring the rest. */
function insertConversation(database: Database, random: Random): void {
  const id = randomUUID();
  const settings = JSON.stringify(samplerPresets.balanced);
  database
    .prepare(
      `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
       VALUES (?, ?, 1, 2, '', ?)`,
    )
    .run(id, `Chat ${random.int(0, 1e6)} é ☕`, settings);
  let parentId: string | null = null;
  for (let turn = random.int(1, 8); turn > 0; turn--) {
    const asked = insertMessage(database, {
      conversationId: id,
      parentId,
      role: 'user',
      text: 'Write on. '.repeat(20),
    });
    const text = 'a'.repeat(random.int(1, 2_000));
    parentId = insertMessage(database, { conversationId: id, parentId: asked, role: 'assistant', text });
    insertTrace(database, parentId, random);
  }
  database.prepare('UPDATE conversations SET leaf_id = ? WHERE id = ?').run(parentId, id);
}

function insertMessage(
  database: Database,
  message: { conversationId: string; parentId: string | null; role: 'user' | 'assistant'; text: string },
): string {
  const id = randomUUID();
  const { conversationId, parentId, role, text } = message;
  database
    .prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, text, hash, created_at_ms, state, finish_reason)
       VALUES (?, ?, ?, ?, ?, ?, 1, 'complete', ?)`,
    )
    .run(
      id,
      conversationId,
      parentId,
      role,
      text,
      messageHash({ id, ...message }),
      role === 'user' ? null : 'endToken',
    );
  return id;
}

function insertTrace(database: Database, messageId: string, random: Random): void {
  database
    .prepare(
      `INSERT INTO traces (message_id, model_id, model_name, vocabulary_hash, vocabulary_size, end_token_ids_json,
         profile_json, settings_json, seed, prompt_ids, prompt_spans_json)
       VALUES (?, ?, 'A model', ?, 258, '[256]', '{}', '{}', 1, x'', '[]')`,
    )
    .run(messageId, 'a'.repeat(64), 'b'.repeat(64));
  const insert = database.prepare(
    'INSERT INTO trace_chunks (message_id, first_token, token_count, steps, text) VALUES (?, ?, 128, ?, ?)',
  );
  for (let chunk = random.int(1, 4); chunk > 0; chunk--)
    insert.run(messageId, chunk * 128, random.bytes(random.int(100, 8_000)), 'a'.repeat(128));
}
