/**
 * The table of blind votes. Runs in the core. Knows rows, not rules: when names are shown is decided in core/votes.
 */
import {
  type ComparisonId,
  comparisonIdSchema,
  type ConversationId,
  conversationIdSchema,
  type MessageId,
  messageIdSchema,
  type ModelId,
  modelIdSchema,
} from '#contract/ids.ts';
import { choiceSchema, mostVotes, type VoteChoice } from '#contract/votes.ts';
import type { Database } from './open.ts';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

/** One of the two answers. */
export type VoteSide = {
  readonly laneId: ConversationId;
  readonly modelId: ModelId;
  /** As it was called when the round began. */
  readonly modelName: string;
  /** The answer that was voted on; null: no vote yet. */
  readonly replyId: MessageId | null;
};

export type VoteRecord = {
  readonly comparisonId: ComparisonId;
  readonly folder: string;
  readonly createdAtMs: number;
  readonly a: VoteSide;
  readonly b: VoteSide;
  readonly vote: { readonly choice: VoteChoice; readonly votedAtMs: number } | null;
  /** Null: the names are hidden. */
  readonly revealedAtMs: number | null;
  readonly isTakenBack: boolean;
  /** In the bin since then; null: not deleted. */
  readonly deletedAtMs: number | null;
};

export type VoteHead = VoteRecord & { /** The first 200 characters. */ readonly question: string };

export type VoteTable = {
  insert(vote: VoteRecord): void;
  /** Also finds those in the bin. */
  find(id: ComparisonId): VoteRecord | null;
  /** Without the bin, the latest first, 10,000 at most. */
  list(): VoteHead[];
  /** Writes every field except `comparisonId` and `createdAtMs`. */
  update(vote: VoteRecord): void;
  /** Whether this is the id of a comparison whose names are hidden, of a lane of it, or of a message in such a lane. */
  isHidden(id: string): boolean;
};

type Row = {
  comparison_id: string;
  folder: string;
  created_at_ms: number;
  a_lane_id: string;
  b_lane_id: string;
  a_model_id: string;
  b_model_id: string;
  a_model_name: string;
  b_model_name: string;
  a_reply_id: string | null;
  b_reply_id: string | null;
  choice: string | null;
  voted_at_ms: number | null;
  revealed_at_ms: number | null;
  taken_back: number;
  deleted_at_ms: number | null;
};
type NewRow = Row & { checksum: number };
type StoredRow = Row & { checksum: number | null };

const names = [
  ...['comparison_id', 'folder', 'created_at_ms', 'a_lane_id', 'b_lane_id', 'a_model_id', 'b_model_id'],
  ...['a_model_name', 'b_model_name', 'a_reply_id', 'b_reply_id', 'choice', 'voted_at_ms', 'revealed_at_ms'],
  ...['taken_back', 'deleted_at_ms', 'checksum'],
];
const unchanging = new Set(['comparison_id', 'created_at_ms']);
const columns = names.join(', ');

export function createVoteTable(database: Database): VoteTable {
  const insert = database.prepare<[NewRow]>(
    `INSERT INTO votes (${columns}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  );
  const find = database.prepare<[string], StoredRow>(`SELECT ${columns} FROM votes WHERE comparison_id = ?`);
  const list = database.prepare<[], Row & { question: string }>(
    `SELECT ${columns}, coalesce((SELECT substr(text, 1, 200) FROM comparison_turns t
       WHERE t.comparison_id = votes.comparison_id ORDER BY position LIMIT 1), '') AS question
     FROM votes WHERE deleted_at_ms IS NULL ORDER BY created_at_ms DESC, comparison_id LIMIT ${mostVotes}`,
  );
  const changes = names.filter((name) => !unchanging.has(name)).map((name) => `${name} = @${name}`);
  const update = database.prepare<[NewRow]>(
    `UPDATE votes SET ${changes.join(', ')} WHERE comparison_id = @comparison_id`,
  );
  const hidden = database.prepare<{ id: string }>(
    `SELECT 1 FROM votes WHERE revealed_at_ms IS NULL AND comparison_id IN (
       SELECT @id UNION SELECT comparison_id FROM comparison_lanes WHERE conversation_id IN (
         SELECT @id UNION SELECT conversation_id FROM messages WHERE id = @id))`,
  );
  return {
    insert: (vote) => void insert.run(toRow(vote)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map((row) => ({ ...fromRow(row), question: row.question })),
    update: (vote) => {
      const row = toRow(vote);
      const stored = find.get(vote.comparisonId);
      // What was damaged before is still found after it was written again.
      const isSound = stored === undefined || hasItsChecksum('votes', stored);
      update.run(isSound ? row : { ...row, checksum: stored.checksum ?? row.checksum });
    },
    isHidden: (id) => hidden.get({ id }) !== undefined,
  };
}

function toRow({ a, b, vote, ...record }: VoteRecord): NewRow {
  const row = {
    comparison_id: record.comparisonId,
    folder: record.folder,
    created_at_ms: record.createdAtMs,
    a_lane_id: a.laneId,
    b_lane_id: b.laneId,
    a_model_id: a.modelId,
    b_model_id: b.modelId,
    a_model_name: a.modelName,
    b_model_name: b.modelName,
    a_reply_id: a.replyId,
    b_reply_id: b.replyId,
    choice: vote?.choice ?? null,
    voted_at_ms: vote?.votedAtMs ?? null,
    revealed_at_ms: record.revealedAtMs,
    taken_back: record.isTakenBack ? 1 : 0,
    deleted_at_ms: record.deletedAtMs,
  };
  return { ...row, checksum: rowChecksum('votes', row) };
}

function fromRow(row: Row): VoteRecord {
  const { choice, voted_at_ms: votedAtMs } = row;
  return {
    comparisonId: comparisonIdSchema.parse(row.comparison_id),
    folder: row.folder,
    createdAtMs: row.created_at_ms,
    a: sideOf(row.a_lane_id, row.a_model_id, row.a_model_name, row.a_reply_id),
    b: sideOf(row.b_lane_id, row.b_model_id, row.b_model_name, row.b_reply_id),
    vote: choice === null || votedAtMs === null ? null : { choice: choiceSchema.parse(choice), votedAtMs },
    revealedAtMs: row.revealed_at_ms,
    isTakenBack: row.taken_back === 1,
    deletedAtMs: row.deleted_at_ms,
  };
}

function sideOf(laneId: string, modelId: string, modelName: string, replyId: string | null): VoteSide {
  return {
    laneId: conversationIdSchema.parse(laneId),
    modelId: modelIdSchema.parse(modelId),
    modelName,
    replyId: messageIdSchema.nullable().parse(replyId),
  };
}
