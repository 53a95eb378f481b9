/**
 * The table of forks: where replies left other ones. Runs in the core. Read together with the messages (messages.ts).
 */
import { type Fork, forkSchema } from '#contract/conversations.ts';
import { type MessageId, messageIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';
import { packIds, unpackIds } from './traces.ts';

export type ForkTable = {
  insert(messageId: MessageId, fork: Fork): void;
  /** ln of the raw probability of the tokens that were put there, in nats. */
  setLogprob(messageId: MessageId, logprob: number): void;
};

type Row = {
  message_id: string;
  source_id: string | null;
  target: string;
  position: number;
  token_ids: Buffer;
  text: string;
  logprob: number | null;
};

/** A fork as it stands beside a message in a joined row; all null for a message that left none. */
export type ForkColumns = {
  fork_source_id: string | null;
  fork_target: string | null;
  fork_position: number | null;
  fork_token_ids: Buffer | null;
  fork_text: string | null;
  fork_logprob: number | null;
};

/** For a query with `LEFT JOIN forks f`. */
export const forkColumns = `f.source_id AS fork_source_id, f.target AS fork_target, f.position AS fork_position,
  f.token_ids AS fork_token_ids, f.text AS fork_text, f.logprob AS fork_logprob`;

export function createForkTable(database: Database): ForkTable {
  const insert = database.prepare<[Row]>(
    `INSERT INTO forks (message_id, source_id, target, position, token_ids, text, logprob)
     VALUES (@message_id, @source_id, @target, @position, @token_ids, @text, @logprob)`,
  );
  const setLogprob = database.prepare<[number, string]>('UPDATE forks SET logprob = ? WHERE message_id = ?');
  return {
    insert: (messageId, fork) =>
      void insert.run({
        message_id: messageId,
        source_id: fork.sourceId,
        target: fork.target,
        position: fork.position,
        token_ids: packIds(fork.tokenIds),
        text: fork.text,
        logprob: fork.logprob,
      }),
    setLogprob: (messageId, logprob) => void setLogprob.run(logprob, messageId),
  };
}

export function forkFromRow(row: ForkColumns): Fork | null {
  if (row.fork_token_ids === null) return null;
  return {
    sourceId: messageIdSchema.nullable().parse(row.fork_source_id),
    target: forkSchema.shape.target.parse(row.fork_target),
    position: row.fork_position ?? 0,
    tokenIds: unpackIds(row.fork_token_ids),
    text: row.fork_text ?? '',
    logprob: row.fork_logprob,
  };
}
