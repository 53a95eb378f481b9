/**
 * Copies what belongs to one message to another one, inside the database. Runs in the core. Decodes nothing: what is
 * copied is the same byte for byte.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { messageHash } from './message-hash.ts';
import type { Database } from './open.ts';

/** Where the copy of a message stands, and what it calls the messages that were cut for it. */
export type CopiedMessage = {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly cutMessageIds: readonly MessageId[];
};

/** Times, settings, ending and fork stay as they are; the hash is that of the new place. */
export function prepareMessageCopy(database: Database): (from: MessageId, to: CopiedMessage) => void {
  const kept =
    'created_at_ms, state, finish_reason, error_json, stats_json, model_id, model_name, settings_json, seed';
  const find = database.prepare<[string], { role: string; text: string }>(
    'SELECT role, text FROM messages WHERE id = ?',
  );
  const copy = database.prepare<[string, string, string | null, Buffer, string, string]>(
    `INSERT INTO messages (id, conversation_id, parent_id, hash, cut_ids_json, role, text, ${kept})
     SELECT ?, ?, ?, ?, ?, role, text, ${kept} FROM messages WHERE id = ?`,
  );
  const copyFork = database.prepare<[string, string]>(
    `INSERT INTO forks (message_id, source_id, target, position, token_ids, text, logprob)
     SELECT ?, source_id, target, position, token_ids, text, logprob FROM forks WHERE message_id = ?`,
  );
  return (from, to) => {
    const message = find.get(from);
    if (message === undefined) return;
    const hash = messageHash({ ...message, id: to.id, parentId: to.parentId });
    copy.run(to.id, to.conversationId, to.parentId, hash, JSON.stringify(to.cutMessageIds), from);
    copyFork.run(to.id, from);
  };
}

export type TraceCopies = {
  /** The stored runs of tokens that end at or before `toToken`, to a trace without any. */
  copyChunks(from: MessageId, to: MessageId, toToken: number): void;
  copyPromptScore(from: MessageId, to: MessageId): void;
};

export function prepareTraceCopies(database: Database): TraceCopies {
  const chunks = database.prepare<[string, string, number]>(
    `INSERT INTO trace_chunks (message_id, first_token, token_count, steps, text, checksum)
     SELECT ?, first_token, token_count, steps, text, checksum FROM trace_chunks
     WHERE message_id = ? AND first_token + token_count <= ? ORDER BY first_token`,
  );
  const score = database.prepare<[string, string]>(
    `INSERT INTO prompt_scores (message_id, profile_json, scored_at_ms)
     SELECT ?, profile_json, scored_at_ms FROM prompt_scores WHERE message_id = ?`,
  );
  const scoreChunks = database.prepare<[string, string]>(
    `INSERT INTO prompt_score_chunks (message_id, first_token, token_count, steps, checksum)
     SELECT ?, first_token, token_count, steps, checksum FROM prompt_score_chunks WHERE message_id = ?`,
  );
  return {
    copyChunks: (from, to, toToken) => void chunks.run(to, from, toToken),
    copyPromptScore: (from, to) => {
      score.run(to, from);
      scoreChunks.run(to, from);
    },
  };
}
