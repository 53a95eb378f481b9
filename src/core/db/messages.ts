/**
 * The table of messages: the tree of every conversation. Runs in the core. Knows rows, not rules. No row is ever
 * overwritten by another message; a reply's row is completed when its writing ends.
 */
import { z } from 'zod';
import type { Message } from '#contract/conversations.ts';
import { errorRecordSchema } from '#contract/errors.ts';
import {
  type ConversationId,
  conversationIdSchema,
  type MessageId,
  messageIdSchema,
  type ModelId,
  modelIdSchema,
} from '#contract/ids.ts';
import { finishReasonSchema, type ReplyEnd, replyStatsSchema } from '#contract/reply.ts';
import { type GenerationSettings, generationSettingsSchema } from '#contract/sampler.ts';
import { type CopiedMessage, prepareMessageCopy } from './copy-rows.ts';
import { documentsColumn, documentsFromColumn } from './documents.ts';
import { type ForkColumns, forkColumns, forkFromRow } from './forks.ts';
import { readJson } from './json-column.ts';
import { messageHash } from './message-hash.ts';
import type { Database } from './open.ts';

/** A message with the conversation that it belongs to. */
export type MessageRecord = Message & { readonly conversationId: ConversationId };

type Place = {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly createdAtMs: number;
};

/** A reply that begins. */
export type NewReply = Place & {
  /** The text of the tokens that stand already: those that a branch shares with the reply it left. None: empty. */
  readonly text?: string;
  readonly model: { readonly id: ModelId; readonly name: string };
  readonly settings: GenerationSettings;
  readonly seed: number;
  readonly cutMessageIds: readonly MessageId[];
};

export type MessageTable = {
  insertUserMessage(message: Place & { readonly text: string }): void;
  /** Inserts a reply in state `streaming`. */
  insertReply(reply: NewReply): void;
  /** Inserts a message that was complete elsewhere, without its documents, its fork and its trace. */
  insertComplete(message: Omit<MessageRecord, 'documents' | 'state' | 'fork' | 'hasTrace'>): void;
  /** Puts the same message, with its fork and without its trace, in another place. */
  copy(from: MessageId, to: CopiedMessage): void;
  find(id: MessageId): MessageRecord | null;
  /** All messages of a conversation in order of creation. */
  list(conversationId: ConversationId): Message[];
  /** The messages from the root down to the given one. */
  path(id: MessageId): Message[];
  /** The newest message without children at or below the given one. */
  newestLeaf(id: MessageId): MessageId | null;
  /** Completes a reply: text, hash and how it ended. */
  finish(id: MessageId, text: string, end: ReplyEnd): void;
  /** Sets a completed reply back to `streaming`: it is being continued. Its text stays until it is completed again. */
  reopen(id: MessageId): void;
  setCut(id: MessageId, cutMessageIds: readonly MessageId[]): void;
  /** Replies in state `streaming`, oldest first. */
  streamingIds(): MessageId[];
};

type Row = {
  id: string;
  conversation_id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  text: string;
  hash: Buffer;
  created_at_ms: number;
  state: 'complete' | 'streaming';
  finish_reason: string | null;
  error_json: string | null;
  stats_json: string | null;
  model_id: string | null;
  model_name: string | null;
  settings_json: string | null;
  seed: number | null;
  cut_ids_json: string;
};
type ReadRow = Omit<Row, 'hash'> & ForkColumns & { has_trace: number; documents_json: string };
type EndRow = Pick<Row, 'id' | 'text' | 'hash' | 'finish_reason' | 'error_json' | 'stats_json'>;

const stored =
  'id, conversation_id, parent_id, role, text, hash, created_at_ms, state, finish_reason, error_json, stats_json, model_id, model_name, settings_json, seed, cut_ids_json';
const read = `m.id, m.conversation_id, m.parent_id, m.role, m.text, m.created_at_ms, m.state, m.finish_reason, m.error_json,
  m.stats_json, m.model_id, m.model_name, m.settings_json, m.seed, m.cut_ids_json, ${forkColumns}, ${documentsColumn},
  EXISTS (SELECT 1 FROM traces t WHERE t.message_id = m.id) AS has_trace`;
const messagesWithForks = 'messages m LEFT JOIN forks f ON f.message_id = m.id';

export function createMessageTable(database: Database): MessageTable {
  const statements = prepare(database);
  return {
    insertUserMessage: (message) => void statements.insert.run(userRow(message)),
    insertReply: (reply) => void statements.insert.run(replyRow(reply)),
    insertComplete: (message) => void statements.insert.run(completeRow(message)),
    copy: prepareMessageCopy(database),
    find: (id) => {
      const row = statements.find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: (conversationId) => statements.list.all(conversationId).map(withoutConversation),
    path: (id) => statements.path.all(id).map(withoutConversation),
    newestLeaf: (id) => {
      const row = statements.newestLeaf.get(id);
      return row === undefined ? null : messageIdSchema.parse(row.id);
    },
    finish: (id, text, end) => {
      const place = statements.place.get(id);
      if (place === undefined) return;
      statements.finish.run({
        id,
        text,
        hash: messageHash({ ...place, text }),
        ...endColumns(end),
      });
    },
    reopen: (id) => void statements.reopen.run(id),
    setCut: (id, cutMessageIds) => void statements.setCut.run(JSON.stringify(cutMessageIds), id),
    streamingIds: () => statements.streaming.all().map((row) => messageIdSchema.parse(row.id)),
  };
}

function prepare(database: Database) {
  return {
    insert: database.prepare<[Row]>(
      `INSERT INTO messages (${stored}) VALUES (${stored.replaceAll(/\w+/g, (column) => `@${column}`)})`,
    ),
    find: database.prepare<[string], ReadRow>(`SELECT ${read} FROM ${messagesWithForks} WHERE m.id = ?`),
    list: database.prepare<[string], ReadRow>(
      `SELECT ${read} FROM ${messagesWithForks} WHERE m.conversation_id = ? ORDER BY m.number`,
    ),
    path: database.prepare<[string], ReadRow>(
      `WITH RECURSIVE up (id, depth) AS (
         SELECT ?, 0
         UNION ALL SELECT m.parent_id, up.depth + 1 FROM messages m JOIN up ON m.id = up.id WHERE m.parent_id IS NOT NULL
       ) SELECT ${read} FROM up JOIN messages m ON m.id = up.id LEFT JOIN forks f ON f.message_id = m.id
       ORDER BY up.depth DESC`,
    ),
    newestLeaf: database.prepare<[string], { id: string }>(
      `WITH RECURSIVE down (id) AS (
         SELECT id FROM messages WHERE id = ?
         UNION ALL SELECT m.id FROM messages m JOIN down ON m.parent_id = down.id
       ) SELECT m.id FROM down JOIN messages m ON m.id = down.id
       WHERE NOT EXISTS (SELECT 1 FROM messages child WHERE child.parent_id = m.id) ORDER BY m.number DESC LIMIT 1`,
    ),
    place: database.prepare<[string], { id: string; parentId: string | null; role: string }>(
      'SELECT id, parent_id AS parentId, role FROM messages WHERE id = ?',
    ),
    finish: database.prepare<[EndRow]>(
      `UPDATE messages SET state = 'complete', text = @text, hash = @hash, finish_reason = @finish_reason,
         error_json = @error_json, stats_json = @stats_json WHERE id = @id`,
    ),
    reopen: database.prepare<[string]>(
      `UPDATE messages SET state = 'streaming', finish_reason = NULL, error_json = NULL, stats_json = NULL WHERE id = ?`,
    ),
    setCut: database.prepare<[string, string]>('UPDATE messages SET cut_ids_json = ? WHERE id = ?'),
    streaming: database.prepare<[], { id: string }>(
      `SELECT id FROM messages WHERE state = 'streaming' ORDER BY number`,
    ),
  };
}

function userRow(message: Place & { readonly text: string }): Row {
  return {
    ...baseRow(message, 'user', message.text),
    state: 'complete',
    model_id: null,
    model_name: null,
    settings_json: null,
    seed: null,
    cut_ids_json: '[]',
  };
}

function replyRow(reply: NewReply): Row {
  return {
    ...baseRow(reply, 'assistant', reply.text ?? ''),
    state: 'streaming',
    model_id: reply.model.id,
    model_name: reply.model.name,
    settings_json: JSON.stringify(reply.settings),
    seed: reply.seed,
    cut_ids_json: JSON.stringify(reply.cutMessageIds),
  };
}

function completeRow(message: Omit<MessageRecord, 'documents' | 'state' | 'fork' | 'hasTrace'>): Row {
  return {
    ...baseRow(message, message.role, message.text),
    ...(message.end === null ? {} : endColumns(message.end)),
    state: 'complete',
    model_id: message.model?.id ?? null,
    model_name: message.model?.name ?? null,
    settings_json: message.settings === null ? null : JSON.stringify(message.settings),
    seed: message.seed,
    cut_ids_json: JSON.stringify(message.cutMessageIds),
  };
}

function endColumns(end: ReplyEnd): Pick<Row, 'finish_reason' | 'error_json' | 'stats_json'> {
  return {
    finish_reason: end.reason,
    error_json: end.error === null ? null : JSON.stringify(end.error),
    stats_json: end.stats === null ? null : JSON.stringify(end.stats),
  };
}

function baseRow(place: Place, role: Row['role'], text: string) {
  return {
    id: place.id,
    conversation_id: place.conversationId,
    parent_id: place.parentId,
    role,
    text,
    hash: messageHash({ id: place.id, parentId: place.parentId, role, text }),
    created_at_ms: place.createdAtMs,
    finish_reason: null,
    error_json: null,
    stats_json: null,
  };
}

function fromRow(row: ReadRow): MessageRecord {
  return { ...withoutConversation(row), conversationId: conversationIdSchema.parse(row.conversation_id) };
}

function withoutConversation(row: ReadRow): Message {
  return {
    id: messageIdSchema.parse(row.id),
    parentId: messageIdSchema.nullable().parse(row.parent_id),
    role: row.role,
    text: row.text,
    documents: documentsFromColumn(row.documents_json),
    createdAtMs: row.created_at_ms,
    state: row.state,
    end: endFromRow(row),
    model: modelFromRow(row),
    settings: row.settings_json === null ? null : readJson(generationSettingsSchema, row.settings_json),
    seed: row.seed,
    cutMessageIds: row.cut_ids_json === '[]' ? [] : readJson(z.array(messageIdSchema), row.cut_ids_json),
    fork: forkFromRow(row),
    hasTrace: row.has_trace === 1,
  };
}

/** A reply that came from another program has a model's name and no file of it. */
function modelFromRow({ model_id: id, model_name: name }: ReadRow): Message['model'] {
  return id === null && name === null ? null : { id: modelIdSchema.nullable().parse(id), name: name ?? '' };
}

function endFromRow(row: ReadRow): ReplyEnd | null {
  if (row.finish_reason === null) return null;
  return {
    reason: finishReasonSchema.parse(row.finish_reason),
    error: row.error_json === null ? null : readJson(errorRecordSchema, row.error_json),
    stats: row.stats_json === null ? null : readJson(replyStatsSchema, row.stats_json),
  };
}
