/**
 * Forks on disk: a database from before them gets the table behind a backup, and they are read with their messages.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fork } from '#contract/conversations.ts';
import { type ConversationId, conversationIdSchema, messageIdSchema, modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { databaseVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { type Database, openDatabase } from './open.ts';
import { createStore, type Store } from './store.ts';
import { newConversation } from './testing/new-conversation.ts';

let folder = '';
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const newMessageId = () => messageIdSchema.parse(randomUUID());

function newReply({ messages }: Store, conversationId: ConversationId) {
  const id = newMessageId();
  messages.insertReply({
    id,
    conversationId,
    parentId: null,
    createdAtMs: 1,
    model: { id: modelIdSchema.parse('a'.repeat(64)), name: 'm' },
    settings: samplerPresets.greedy,
    seed: 1,
    cutMessageIds: [],
  });
  messages.finish(id, 'text', { reason: 'endToken', error: null, stats: null });
  return id;
}

it('come to a database of the version before them, which is backed up first and keeps its messages', () => {
  const upTo = (last: number) => migrations.filter(({ number }) => number <= last);
  migrate(database, null, Date.now, upTo(20));
  database.exec(
    `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
     VALUES ('${'0'.repeat(36)}', '', 1, 1, '', '{}');
     INSERT INTO messages (id, conversation_id, role, text, hash, created_at_ms, state)
     VALUES ('${'1'.repeat(36)}', '${'0'.repeat(36)}', 'user', 'kept', x'00', 1, 'complete')`,
  );
  const backupPath = migrate(database, join(folder, 'backups'), Date.now, upTo(30));
  if (backupPath === null) throw new Error('a backup was made');
  const backup = openDatabase(backupPath);
  expect(databaseVersion(backup)).toBe(20);
  backup.close();
  migrate(database, null, Date.now);
  const [message] = createStore(database).messages.list(conversationIdSchema.parse('0'.repeat(36)));
  expect(message).toMatchObject({ text: 'kept', fork: null });
});

it('are read with their messages, alone, in a path and in a whole conversation', () => {
  migrate(database, null, Date.now);
  const store = createStore(database);
  const conversationId = newConversation(store);
  const [source, branch] = [newReply(store, conversationId), newReply(store, conversationId)];
  const fork: Fork = {
    sourceId: source,
    target: 'prompt',
    position: 70_000,
    tokenIds: [0, 262_143],
    text: 'é',
    logprob: null,
  };
  store.forks.insert(branch, fork);
  expect(store.messages.find(branch)?.fork).toEqual(fork);
  store.forks.setLogprob(branch, -2.5);
  const measured = { ...fork, logprob: -2.5 };
  expect(store.messages.path(branch).map((message) => message.fork)).toEqual([measured]);
  expect(store.messages.list(conversationId).map((message) => message.fork)).toEqual([null, measured]);
  expect(() => store.forks.setLogprob(branch, 0.1)).toThrow(/CHECK/);
});

it('go with their message, and stay when the other one goes', () => {
  migrate(database, null, Date.now);
  const store = createStore(database);
  const conversationId = newConversation(store);
  const [source, branch] = [newReply(store, conversationId), newReply(store, conversationId)];
  const fork: Fork = { sourceId: source, target: 'reply', position: 0, tokenIds: [1], text: '', logprob: -1 };
  store.forks.insert(branch, fork);
  database.prepare('DELETE FROM messages WHERE id = ?').run(source);
  expect(store.messages.find(branch)?.fork).toEqual({ ...fork, sourceId: null });
  database.prepare('DELETE FROM messages WHERE id = ?').run(branch);
  expect(database.prepare('SELECT count(*) AS count FROM forks').get()).toEqual({ count: 0 });
});

it('forks from before beginnings could be kept are still there, and a beginning can stand beside them', () => {
  const before = migrations.filter(({ number }) => number < 180);
  migrate(database, null, Date.now, before);
  const [conversationId, replyId] = [randomUUID(), randomUUID()];
  database.exec(`
    INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
      VALUES ('${conversationId}', 'Old', 1, 1, '', '${JSON.stringify(samplerPresets.greedy)}');
    INSERT INTO messages (id, conversation_id, parent_id, role, text, created_at_ms, state, hash)
      VALUES ('${replyId}', '${conversationId}', NULL, 'assistant', 'b', 1, 'complete', x'00');
    INSERT INTO forks (message_id, source_id, target, position, token_ids, text, logprob)
      VALUES ('${replyId}', NULL, 'reply', 3, x'07000000', 'b', -0.5);
  `);
  migrate(database, null, Date.now);
  const store = createStore(database);
  expect(store.messages.find(messageIdSchema.parse(replyId))?.fork).toEqual({
    ...{ sourceId: null, target: 'reply', position: 3, tokenIds: [7], text: 'b', logprob: -0.5 },
  });
  const reply = newReply(store, conversationIdSchema.parse(conversationId));
  const fork: Fork = {
    ...{ sourceId: null, target: 'start', position: 0, tokenIds: [1, 2], text: 'ab', logprob: null },
  };
  store.forks.insert(reply, fork);
  expect(store.messages.find(reply)?.fork).toEqual(fork);
});
