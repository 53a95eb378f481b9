/**
 * Which replies have a trace, and the conversation that each belongs to. Runs in the core. Reads only; what is in a
 * trace is in traces.ts.
 */
import { type ConversationId, conversationIdSchema, type MessageId, messageIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';

export type TracedReply = {
  readonly messageId: MessageId;
  readonly conversationId: ConversationId;
  readonly title: string;
  readonly createdAtMs: number;
};

export type TracedReplyTable = {
  /**
   * Every reply with a trace that is not in the bin and whose model is not hidden until a vote, the newest first; null: of
   * all conversations.
   */
  list(conversationId: ConversationId | null): TracedReply[];
  /** Also finds replies in the bin. */
  find(messageId: MessageId): TracedReply | null;
};

type Row = { message_id: string; conversation_id: string; title: string; created_at_ms: number };

const select = `SELECT t.message_id, m.conversation_id, c.title, m.created_at_ms FROM traces t
  JOIN messages m ON m.id = t.message_id JOIN conversations c ON c.id = m.conversation_id`;

export function createTracedReplyTable(database: Database): TracedReplyTable {
  const list = database.prepare<[string | null, string | null], Row>(
    `${select} WHERE c.deleted_at_ms IS NULL AND (? IS NULL OR m.conversation_id = ?)
       AND m.conversation_id NOT IN (SELECT l.conversation_id FROM comparison_lanes l
         JOIN votes v ON v.comparison_id = l.comparison_id WHERE v.revealed_at_ms IS NULL)
     ORDER BY m.created_at_ms DESC, m.id`,
  );
  const find = database.prepare<[string], Row>(`${select} WHERE t.message_id = ?`);
  return {
    list: (conversationId) => list.all(conversationId, conversationId).map(fromRow),
    find: (messageId) => {
      const row = find.get(messageId);
      return row === undefined ? null : fromRow(row);
    },
  };
}

function fromRow(row: Row): TracedReply {
  return {
    messageId: messageIdSchema.parse(row.message_id),
    conversationId: conversationIdSchema.parse(row.conversation_id),
    title: row.title,
    createdAtMs: row.created_at_ms,
  };
}
