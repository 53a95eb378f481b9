/**
 * The table of summaries, and which reply read one. Runs in the core. Knows rows, not rules: which summary is read is decided in
 * core/generation.
 */
import {
  type ConversationId,
  conversationIdSchema,
  type MessageId,
  messageIdSchema,
  modelIdSchema,
  type SummaryId,
  summaryIdSchema,
} from '#contract/ids.ts';
import { type Summary, type SummaryRead, summaryReadSchema, summarySchema } from '#contract/summaries.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

/** A summary with the conversation that it belongs to. */
export type SummaryRecord = Summary & { readonly conversationId: ConversationId };

export type SummaryTable = {
  insert(summary: SummaryRecord): void;
  find(id: SummaryId): SummaryRecord | null;
  /** All of a conversation in order of creation. */
  list(conversationId: ConversationId): Summary[];
  setState(id: SummaryId, state: Summary['state']): void;
  /** Takes the place of what was known of that reply. */
  setRead(read: SummaryRead): void;
  /** Null: it read messages alone, and was to. */
  read(messageId: MessageId): SummaryRead | null;
  /** Of a conversation, in the order of its messages. */
  reads(conversationId: ConversationId): SummaryRead[];
};

type Row = {
  id: string;
  conversation_id: string;
  last_message_id: string;
  message_count: number;
  text: string;
  model_id: string;
  model_name: string;
  created_at_ms: number;
  is_edited: number;
  tokens: number | null;
  state: string;
};
type ReadRow = { message_id: string; summary_id: string | null; failure: string | null };

const columns = `id, conversation_id, last_message_id, message_count, text, model_id, model_name, created_at_ms, is_edited,
  tokens, state`;

export function createSummaryTable(database: Database): SummaryTable {
  const insert = database.prepare<[Row & { checksum: number }]>(
    `INSERT INTO summaries (${columns}, checksum) VALUES (${columns.replaceAll(/\w+/g, (name) => `@${name}`)}, @checksum)`,
  );
  const find = database.prepare<[string], Row>(`SELECT ${columns} FROM summaries WHERE id = ?`);
  const list = database.prepare<[string], Row>(
    `SELECT ${columns} FROM summaries WHERE conversation_id = ? ORDER BY number`,
  );
  const setState = database.prepare<[string, string]>('UPDATE summaries SET state = ? WHERE id = ?');
  const setRead = database.prepare<[ReadRow]>(
    `INSERT INTO summary_reads (message_id, summary_id, failure) VALUES (@message_id, @summary_id, @failure)
     ON CONFLICT (message_id) DO UPDATE SET summary_id = @summary_id, failure = @failure`,
  );
  const read = database.prepare<[string], ReadRow>(
    'SELECT message_id, summary_id, failure FROM summary_reads WHERE message_id = ?',
  );
  const reads = database.prepare<[string], ReadRow>(
    `SELECT r.message_id, r.summary_id, r.failure FROM summary_reads r JOIN messages m ON m.id = r.message_id
     WHERE m.conversation_id = ? ORDER BY m.number`,
  );
  return {
    insert: (summary) => {
      const row = toRow(summary);
      insert.run({ ...row, checksum: rowChecksum('summaries', row) });
    },
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: (conversationId) => list.all(conversationId).map(withoutConversation),
    setState: (id, state) => void setState.run(state, id),
    setRead: ({ messageId, summaryId, failure }) =>
      void setRead.run({ message_id: messageId, summary_id: summaryId, failure }),
    read: (messageId) => {
      const row = read.get(messageId);
      return row === undefined ? null : readFromRow(row);
    },
    reads: (conversationId) => reads.all(conversationId).map(readFromRow),
  };
}

function toRow(summary: SummaryRecord): Row {
  return {
    id: summary.id,
    conversation_id: summary.conversationId,
    last_message_id: summary.lastMessageId,
    message_count: summary.messageCount,
    text: summary.text,
    model_id: summary.model.id,
    model_name: summary.model.name,
    created_at_ms: summary.createdAtMs,
    is_edited: summary.isEdited ? 1 : 0,
    tokens: summary.tokens,
    state: summary.state,
  };
}

function fromRow(row: Row): SummaryRecord {
  return { ...withoutConversation(row), conversationId: conversationIdSchema.parse(row.conversation_id) };
}

function withoutConversation(row: Row): Summary {
  return {
    id: summaryIdSchema.parse(row.id),
    lastMessageId: messageIdSchema.parse(row.last_message_id),
    messageCount: row.message_count,
    text: row.text,
    model: { id: modelIdSchema.parse(row.model_id), name: row.model_name },
    createdAtMs: row.created_at_ms,
    isEdited: row.is_edited === 1,
    tokens: row.tokens,
    state: summarySchema.shape.state.parse(row.state),
  };
}

function readFromRow(row: ReadRow): SummaryRead {
  return {
    messageId: messageIdSchema.parse(row.message_id),
    summaryId: summaryIdSchema.nullable().parse(row.summary_id),
    failure: summaryReadSchema.shape.failure.parse(row.failure),
  };
}
