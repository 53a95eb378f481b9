/**
 * That summaries are as they were written, that a changed letter is found, and what is left of them where rows are lost.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type ConversationId,
  type MessageId,
  messageIdSchema,
  modelIdSchema,
  summaryIdSchema,
} from '#contract/ids.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open.ts';
import { findChangedRows } from './row-checksum.ts';
import { repairSalvaged } from './salvage-repair.ts';
import { createStore, type Store } from './store.ts';
import type { SummaryRecord } from './summaries.ts';
import { newConversation } from './testing/new-conversation.ts';
import { findUnreadable } from './unreadable.ts';

let dataDir = '';
let database: Database;
let store: Store;
let conversationId: ConversationId;
let messageId: MessageId;
let summary: SummaryRecord;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-summaries-'));
  database = openDatabase(join(dataDir, 'new.db'), { create: true });
  migrate(database, null, Date.now);
  store = createStore(database);
  conversationId = newConversation(store);
  messageId = messageIdSchema.parse(randomUUID());
  store.messages.insertUserMessage({
    id: messageId,
    conversationId,
    parentId: null,
    text: 'x',
    createdAtMs: 1,
  });
  summary = {
    ...{ id: summaryIdSchema.parse(randomUUID()), conversationId, lastMessageId: messageId, messageCount: 1 },
    ...{ text: 'Résumé', model: { id: modelIdSchema.parse('a'.repeat(64)), name: 'M' }, createdAtMs: 2 },
    ...{ isEdited: false, tokens: 3, state: 'current' },
  };
  store.summaries.insert(summary);
  store.summaries.setRead({ messageId, summaryId: summary.id, failure: null });
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a summary is read as it was written, whatever state it is in by now', () => {
  expect(store.summaries.find(summary.id)).toEqual(summary);
  store.summaries.setState(summary.id, 'dropped');
  expect(store.summaries.list(conversationId)).toMatchObject([{ text: 'Résumé', state: 'dropped' }]);
  expect(findChangedRows(database)).toEqual([]);
  expect(findUnreadable(database)).toEqual([]);
});

it('a letter that changed by itself is found, and so is what cannot be read', () => {
  database.exec("UPDATE summaries SET text = 'Resume'");
  expect(findChangedRows(database)).toEqual([`summary ${summary.id}`]);
  database.exec("UPDATE summaries SET model_id = 'none'; UPDATE summary_reads SET failure = 'no reason'");
  expect(findUnreadable(database)).toEqual([`summary ${summary.id}`, `what the reply ${messageId} read`]);
});

it('goes with its conversation', () => {
  store.transaction(() => store.conversations.remove(conversationId));
  expect(store.summaries.find(summary.id)).toBeNull();
  expect(store.summaries.read(messageId)).toBeNull();
});

it('without its messages it is left out when a database is saved, and nothing dangles', () => {
  database.pragma('foreign_keys = OFF');
  store.summaries.insert({
    ...{
      ...summary,
      id: summaryIdSchema.parse(randomUUID()),
      lastMessageId: messageIdSchema.parse(randomUUID()),
    },
  });
  database.exec("INSERT INTO summary_reads VALUES ('lost', NULL, 'empty')");
  expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(false);
  expect(database.pragma('foreign_key_check')).toEqual([]);
  expect(store.summaries.list(conversationId).map(({ id }) => id)).toEqual([summary.id]);
  expect(store.summaries.reads(conversationId)).toMatchObject([{ summaryId: summary.id }]);
  expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(true);
});
