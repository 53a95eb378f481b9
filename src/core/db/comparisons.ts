/**
 * The tables of comparisons, their prompts and their lanes. Runs in the core. Knows rows, not rules: what is written when
 * is decided in core/comparisons.
 */
import { type ErrorRecord, errorRecordSchema } from '#contract/errors.ts';
import {
  type ComparisonId,
  comparisonIdSchema,
  type ConversationId,
  conversationIdSchema,
  type MessageId,
  messageIdSchema,
} from '#contract/ids.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

export type ComparisonRecord = {
  readonly id: ComparisonId;
  readonly title: string;
  readonly draft: string;
  readonly createdAtMs: number;
  /** When a prompt was last given or a lane last ended. */
  readonly updatedAtMs: number;
  /** In the bin since then; null: not deleted. */
  readonly deletedAtMs: number | null;
};

/** What a list shows of a comparison. */
export type ComparisonHead = Omit<ComparisonRecord, 'draft' | 'deletedAtMs'> & {
  /** The first 200 characters of the first prompt. */
  readonly firstPrompt: string;
  readonly lanes: number;
};

export type LaneRecord = {
  readonly conversationId: ConversationId;
  readonly comparisonId: ComparisonId;
  /** Lanes stand in the order of their positions, which need not be next to each other. */
  readonly position: number;
  /** Prompts that are answered. */
  readonly turnsDone: number;
  /** What becomes of the next prompt, if there is one. */
  readonly state: 'waiting' | 'stopped' | 'failed';
  /** The reply to that prompt, once it was begun. */
  readonly replyId: MessageId | null;
  /** How often that prompt was begun without an end. */
  readonly attempts: number;
  /** Why it failed. */
  readonly error: ErrorRecord | null;
};

export type NewTurn = {
  readonly id: string;
  readonly comparisonId: ComparisonId;
  readonly position: number;
  readonly text: string;
};

export type ComparisonTable = {
  insert(comparison: ComparisonRecord): void;
  /** Also finds those in the bin. */
  find(id: ComparisonId): ComparisonRecord | null;
  /** Without the bin and without those whose names are hidden until a vote, the latest first. */
  list(): ComparisonHead[];
  /** Writes every field except `id` and `createdAtMs`. */
  update(comparison: ComparisonRecord): void;
  insertTurn(turn: NewTurn): void;
  /** The prompts, in order. */
  turns(id: ComparisonId): string[];
  insertLane(lane: LaneRecord): void;
  updateLane(lane: LaneRecord): void;
  /** From left to right, without those whose conversation is in the bin. */
  lanes(id: ComparisonId): LaneRecord[];
  /** The same with those in the bin. */
  allLanes(id: ComparisonId): LaneRecord[];
  /** Also finds one whose conversation is in the bin; null: the conversation is no lane. */
  lane(conversationId: ConversationId): LaneRecord | null;
  /** Comparisons with a lane that has something to write, the earliest asked first. */
  unfinished(): ComparisonId[];
};

type ComparisonRow = {
  id: string;
  title: string;
  draft: string;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
};
type HeadRow = Omit<ComparisonRow, 'draft' | 'deleted_at_ms'> & { first_prompt: string; lanes: number };
type LaneRow = {
  conversation_id: string;
  comparison_id: string;
  position: number;
  turns_done: number;
  state: LaneRecord['state'];
  reply_id: string | null;
  attempts: number;
  error_json: string | null;
};
type TurnRow = { id: string; comparison_id: string; position: number; text: string; checksum: number };

const laneColumns =
  'l.conversation_id, l.comparison_id, l.position, l.turns_done, l.state, l.reply_id, l.attempts, l.error_json';
const livingLanes =
  'comparison_lanes l JOIN conversations c ON c.id = l.conversation_id AND c.deleted_at_ms IS NULL';

export function createComparisonTable(database: Database): ComparisonTable {
  return { ...comparisonStatements(database), ...turnStatements(database), ...laneStatements(database) };
}

function comparisonStatements(database: Database) {
  const insert = database.prepare<[ComparisonRow]>(
    `INSERT INTO comparisons (id, title, draft, created_at_ms, updated_at_ms, deleted_at_ms)
     VALUES (@id, @title, @draft, @created_at_ms, @updated_at_ms, @deleted_at_ms)`,
  );
  const find = database.prepare<[string], ComparisonRow>(
    'SELECT id, title, draft, created_at_ms, updated_at_ms, deleted_at_ms FROM comparisons WHERE id = ?',
  );
  const list = database.prepare<[], HeadRow>(
    `SELECT id, title, created_at_ms, updated_at_ms,
       coalesce((SELECT substr(text, 1, 200) FROM comparison_turns t WHERE t.comparison_id = comparisons.id
                 ORDER BY position LIMIT 1), '') AS first_prompt,
       (SELECT count(*) FROM ${livingLanes} WHERE l.comparison_id = comparisons.id) AS lanes
     FROM comparisons WHERE deleted_at_ms IS NULL
       AND id NOT IN (SELECT comparison_id FROM votes WHERE revealed_at_ms IS NULL)
     ORDER BY updated_at_ms DESC, id`,
  );
  const update = database.prepare<[ComparisonRow]>(
    `UPDATE comparisons SET title = @title, draft = @draft, updated_at_ms = @updated_at_ms,
       deleted_at_ms = @deleted_at_ms WHERE id = @id`,
  );
  return {
    insert: (comparison: ComparisonRecord) => void insert.run(toRow(comparison)),
    find: (id: ComparisonId) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(headFromRow),
    update: (comparison: ComparisonRecord) => void update.run(toRow(comparison)),
  };
}

function turnStatements(database: Database) {
  const insert = database.prepare<[TurnRow]>(
    `INSERT INTO comparison_turns (id, comparison_id, position, text, checksum)
     VALUES (@id, @comparison_id, @position, @text, @checksum)`,
  );
  const list = database.prepare<[string], { text: string }>(
    'SELECT text FROM comparison_turns WHERE comparison_id = ? ORDER BY position',
  );
  return {
    insertTurn: ({ id, comparisonId, position, text }: NewTurn) => {
      const row = { id, comparison_id: comparisonId, position, text };
      insert.run({ ...row, checksum: rowChecksum('comparison_turns', row) });
    },
    turns: (id: ComparisonId) => list.all(id).map(({ text }) => text),
  };
}

function laneStatements(database: Database) {
  const insert = database.prepare<[LaneRow]>(
    `INSERT INTO comparison_lanes (conversation_id, comparison_id, position, turns_done, state, reply_id, attempts, error_json)
     VALUES (@conversation_id, @comparison_id, @position, @turns_done, @state, @reply_id, @attempts, @error_json)`,
  );
  const update = database.prepare<[LaneRow]>(
    `UPDATE comparison_lanes SET position = @position, turns_done = @turns_done, state = @state, reply_id = @reply_id,
       attempts = @attempts, error_json = @error_json WHERE conversation_id = @conversation_id`,
  );
  const living = database.prepare<[string], LaneRow>(
    `SELECT ${laneColumns} FROM ${livingLanes} WHERE l.comparison_id = ? ORDER BY l.position, l.conversation_id`,
  );
  const all = database.prepare<[string], LaneRow>(
    `SELECT ${laneColumns} FROM comparison_lanes l WHERE l.comparison_id = ? ORDER BY l.position, l.conversation_id`,
  );
  const one = database.prepare<[string], LaneRow>(
    `SELECT ${laneColumns} FROM comparison_lanes l WHERE l.conversation_id = ?`,
  );
  const unfinished = database.prepare<[], { id: string }>(
    `SELECT id FROM comparisons WHERE deleted_at_ms IS NULL AND EXISTS (
       SELECT 1 FROM ${livingLanes} WHERE l.comparison_id = comparisons.id AND l.state = 'waiting'
         AND l.turns_done < (SELECT count(*) FROM comparison_turns t WHERE t.comparison_id = comparisons.id))
     ORDER BY updated_at_ms, id`,
  );
  return {
    insertLane: (lane: LaneRecord) => void insert.run(toLaneRow(lane)),
    updateLane: (lane: LaneRecord) => void update.run(toLaneRow(lane)),
    lanes: (id: ComparisonId) => living.all(id).map(laneFromRow),
    allLanes: (id: ComparisonId) => all.all(id).map(laneFromRow),
    lane: (conversationId: ConversationId) => {
      const row = one.get(conversationId);
      return row === undefined ? null : laneFromRow(row);
    },
    unfinished: () => unfinished.all().map(({ id }) => comparisonIdSchema.parse(id)),
  };
}

function toRow(comparison: ComparisonRecord): ComparisonRow {
  return {
    id: comparison.id,
    title: comparison.title,
    draft: comparison.draft,
    created_at_ms: comparison.createdAtMs,
    updated_at_ms: comparison.updatedAtMs,
    deleted_at_ms: comparison.deletedAtMs,
  };
}

function fromRow(row: ComparisonRow): ComparisonRecord {
  return {
    id: comparisonIdSchema.parse(row.id),
    title: row.title,
    draft: row.draft,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}

function headFromRow(row: HeadRow): ComparisonHead {
  return {
    id: comparisonIdSchema.parse(row.id),
    title: row.title,
    firstPrompt: row.first_prompt,
    lanes: row.lanes,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function toLaneRow(lane: LaneRecord): LaneRow {
  return {
    conversation_id: lane.conversationId,
    comparison_id: lane.comparisonId,
    position: lane.position,
    turns_done: lane.turnsDone,
    state: lane.state,
    reply_id: lane.replyId,
    attempts: lane.attempts,
    error_json: lane.error === null ? null : JSON.stringify(lane.error),
  };
}

function laneFromRow(row: LaneRow): LaneRecord {
  return {
    conversationId: conversationIdSchema.parse(row.conversation_id),
    comparisonId: comparisonIdSchema.parse(row.comparison_id),
    position: row.position,
    turnsDone: row.turns_done,
    state: row.state,
    replyId: messageIdSchema.nullable().parse(row.reply_id),
    attempts: row.attempts,
    error: row.error_json === null ? null : readJson(errorRecordSchema, row.error_json),
  };
}
