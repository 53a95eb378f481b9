/**
 * The table of the prompt library. Runs in the core. Knows rows, not rules: what may be done is decided in core/prompts.
 */
import { type PromptId, promptIdSchema } from '#contract/ids.ts';
import { foldName, type SavedPrompt } from '#contract/prompts.ts';
import type { Database } from './open.ts';

export type PromptRecord = SavedPrompt & {
  /** Deleted since then, and can still come back; null: not deleted. */
  readonly deletedAtMs: number | null;
};

export type PromptTable = {
  insert(prompt: PromptRecord): void;
  /** Also finds deleted ones. */
  find(id: PromptId): PromptRecord | null;
  /** Without those that are deleted, in the order of their names. */
  list(): PromptRecord[];
  /** Writes every field except `id` and `createdAtMs`. */
  update(prompt: PromptRecord): void;
  /** Removes those that were deleted before a moment. */
  removeDeletedBefore(timestampMs: number): void;
};

type Row = {
  id: string;
  name: string;
  name_folded: string;
  command: string;
  command_folded: string;
  description: string;
  text: string;
  times_used: number;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
};

const columns =
  'id, name, name_folded, command, command_folded, description, text, times_used, created_at_ms, updated_at_ms, deleted_at_ms';

export function createPromptTable(database: Database): PromptTable {
  const insert = database.prepare<[Row]>(
    `INSERT INTO prompts (${columns}) VALUES (${columns.replaceAll(/\w+/g, (column) => `@${column}`)})`,
  );
  const find = database.prepare<[string], Row>(`SELECT ${columns} FROM prompts WHERE id = ?`);
  const list = database.prepare<[], Row>(
    `SELECT ${columns} FROM prompts WHERE deleted_at_ms IS NULL ORDER BY name_folded, id`,
  );
  const update = database.prepare<[Row]>(
    `UPDATE prompts SET name = @name, name_folded = @name_folded, command = @command, command_folded = @command_folded,
       description = @description, text = @text, times_used = @times_used, updated_at_ms = @updated_at_ms,
       deleted_at_ms = @deleted_at_ms WHERE id = @id`,
  );
  const removeDeletedBefore = database.prepare<[number]>('DELETE FROM prompts WHERE deleted_at_ms < ?');
  return {
    insert: (prompt) => void insert.run(toRow(prompt)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(fromRow),
    update: (prompt) => void update.run(toRow(prompt)),
    removeDeletedBefore: (timestampMs) => void removeDeletedBefore.run(timestampMs),
  };
}

function toRow(prompt: PromptRecord): Row {
  return {
    id: prompt.id,
    name: prompt.name,
    name_folded: foldName(prompt.name),
    command: prompt.command,
    command_folded: foldName(prompt.command),
    description: prompt.description,
    text: prompt.text,
    times_used: prompt.timesUsed,
    created_at_ms: prompt.createdAtMs,
    updated_at_ms: prompt.updatedAtMs,
    deleted_at_ms: prompt.deletedAtMs,
  };
}

function fromRow(row: Row): PromptRecord {
  return {
    id: promptIdSchema.parse(row.id),
    name: row.name,
    command: row.command,
    description: row.description,
    text: row.text,
    timesUsed: row.times_used,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}
