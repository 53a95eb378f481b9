/**
 * The tables of grids and their cells. Runs in the core. Knows rows, not rules: what is filled when is decided in
 * core/grids.
 */
import { type GridRequest, gridRequestSchema, type GridResult, gridResultSchema } from '#contract/grids.ts';
import { type GridId, gridIdSchema } from '#contract/ids.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

/** What was decided about it; which of the running ones is at work is nowhere stored. */
export type StoredGridState = 'running' | 'paused' | 'cancelled' | 'complete';

export type GridRecord = {
  readonly id: GridId;
  readonly request: GridRequest;
  /** Cells of the whole grid. */
  readonly total: number;
  readonly state: StoredGridState;
  readonly createdAtMs: number;
  /** When it was last started, paused or ended. */
  readonly updatedAtMs: number;
  /** In the bin since then; null: not deleted. */
  readonly deletedAtMs: number | null;
};

/** What a list shows of a grid. */
export type GridHead = Omit<GridRecord, 'request' | 'deletedAtMs'> & {
  readonly kind: GridRequest['task']['kind'];
  readonly firstPrompt: string;
  readonly prompts: number;
  readonly models: number;
  readonly done: number;
  readonly failed: number;
};

export type GridCellRecord = {
  readonly id: string;
  readonly gridId: GridId;
  readonly cell: number;
  /** How often it was begun without an end. */
  readonly attempts: number;
  /** Null: it has none yet. */
  readonly result: GridResult | null;
};

export type GridTable = {
  insert(grid: GridRecord): void;
  /** Also finds those in the bin. */
  find(id: GridId): GridRecord | null;
  /** Without the bin, the latest first. */
  list(): GridHead[];
  /** Writes the state and the times. */
  update(grid: GridRecord): void;
  /** Grids that run and are not in the bin, the earliest started first. */
  unfinished(): GridId[];
  /** Writes a cell, or writes over the one with its place. */
  putCell(cell: GridCellRecord): void;
  /** Null: it was never begun. */
  cell(id: GridId, cell: number): GridCellRecord | null;
  /** Numbers of the cells that have a result, in order. */
  filled(id: GridId): number[];
  /** Cells with a result, and how many of them failed. */
  progress(id: GridId): { readonly done: number; readonly failed: number };
  /** Opens the failed ones again, as if they had never been begun. @returns their numbers */
  reopenFailed(id: GridId): number[];
};

type GridRow = {
  id: string;
  kind: GridHead['kind'];
  first_prompt: string;
  prompts: number;
  models: number;
  total: number;
  request_json: string;
  state: StoredGridState;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
};
type HeadRow = Omit<GridRow, 'request_json' | 'deleted_at_ms'> & { done: number; failed: number };
type CellRow = {
  id: string;
  grid_id: string;
  cell: number;
  attempts: number;
  is_failed: number;
  result_json: string | null;
};

/** UTF-16 units: never more than the code points that the contract allows. */
const excerptLength = 200;

export function createGridTable(database: Database): GridTable {
  return { ...gridStatements(database), ...cellStatements(database) };
}

function gridStatements(database: Database) {
  const insert = database.prepare<[GridRow & { checksum: number }]>(
    `INSERT INTO grids (id, kind, first_prompt, prompts, models, total, request_json, state, created_at_ms, updated_at_ms,
       deleted_at_ms, checksum)
     VALUES (@id, @kind, @first_prompt, @prompts, @models, @total, @request_json, @state, @created_at_ms, @updated_at_ms,
       @deleted_at_ms, @checksum)`,
  );
  const find = database.prepare<[string], GridRow>('SELECT * FROM grids WHERE id = ?');
  const list = database.prepare<[], HeadRow>(
    `SELECT g.id, kind, first_prompt, prompts, models, total, state, created_at_ms, updated_at_ms,
       count(c.id) AS done, coalesce(sum(c.is_failed), 0) AS failed
     FROM grids g LEFT JOIN grid_cells c ON c.grid_id = g.id AND c.result_json IS NOT NULL
     WHERE deleted_at_ms IS NULL GROUP BY g.id ORDER BY updated_at_ms DESC, g.id`,
  );
  const update = database.prepare<[Pick<GridRow, 'id' | 'state' | 'updated_at_ms' | 'deleted_at_ms'>]>(
    `UPDATE grids SET state = @state, updated_at_ms = @updated_at_ms, deleted_at_ms = @deleted_at_ms WHERE id = @id`,
  );
  const unfinished = database.prepare<[], { id: string }>(
    `SELECT id FROM grids WHERE deleted_at_ms IS NULL AND state = 'running' ORDER BY updated_at_ms, id`,
  );
  return {
    insert: (grid: GridRecord) => {
      const row = toRow(grid);
      insert.run({ ...row, checksum: rowChecksum('grids', row) });
    },
    find: (id: GridId) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(headFromRow),
    update: ({ id, state, updatedAtMs, deletedAtMs }: GridRecord) =>
      void update.run({ id, state, updated_at_ms: updatedAtMs, deleted_at_ms: deletedAtMs }),
    unfinished: () => unfinished.all().map(({ id }) => gridIdSchema.parse(id)),
  };
}

function cellStatements(database: Database) {
  const put = database.prepare<[CellRow & { checksum: number }]>(
    `INSERT INTO grid_cells (id, grid_id, cell, attempts, is_failed, result_json, checksum)
     VALUES (@id, @grid_id, @cell, @attempts, @is_failed, @result_json, @checksum)
     ON CONFLICT (grid_id, cell) DO UPDATE SET attempts = excluded.attempts, is_failed = excluded.is_failed,
       result_json = excluded.result_json, checksum = excluded.checksum`,
  );
  const one = database.prepare<[string, number], CellRow>(
    'SELECT id, grid_id, cell, attempts, is_failed, result_json FROM grid_cells WHERE grid_id = ? AND cell = ?',
  );
  const numbers = (condition: string) =>
    database.prepare<[string], { cell: number }>(
      `SELECT cell FROM grid_cells WHERE grid_id = ? AND ${condition} ORDER BY cell`,
    );
  const filled = numbers('result_json IS NOT NULL');
  const failed = numbers('is_failed = 1');
  const progress = database.prepare<[string], { done: number; failed: number }>(
    `SELECT count(*) AS done, coalesce(sum(is_failed), 0) AS failed FROM grid_cells
     WHERE grid_id = ? AND result_json IS NOT NULL`,
  );
  const remove = database.prepare<[string]>('DELETE FROM grid_cells WHERE grid_id = ? AND is_failed = 1');
  return {
    putCell: (cell: GridCellRecord) => {
      const row = toCellRow(cell);
      put.run({ ...row, checksum: rowChecksum('grid_cells', row) });
    },
    cell: (id: GridId, cell: number) => {
      const row = one.get(id, cell);
      return row === undefined ? null : cellFromRow(row);
    },
    filled: (id: GridId) => filled.all(id).map(({ cell }) => cell),
    progress: (id: GridId) => progress.get(id) ?? { done: 0, failed: 0 },
    reopenFailed: (id: GridId) => {
      const cells = failed.all(id).map(({ cell }) => cell);
      remove.run(id);
      return cells;
    },
  };
}

function toRow({ id, request, total, ...grid }: GridRecord): GridRow {
  return {
    id,
    kind: request.task.kind,
    first_prompt: (request.prompts[0]?.text ?? '').slice(0, excerptLength).toWellFormed(),
    prompts: request.prompts.length,
    models: request.modelIds.length,
    total,
    request_json: JSON.stringify(request),
    state: grid.state,
    created_at_ms: grid.createdAtMs,
    updated_at_ms: grid.updatedAtMs,
    deleted_at_ms: grid.deletedAtMs,
  };
}

function fromRow(row: GridRow): GridRecord {
  return {
    id: gridIdSchema.parse(row.id),
    request: readJson(gridRequestSchema, row.request_json),
    total: row.total,
    state: row.state,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}

function headFromRow(row: HeadRow): GridHead {
  return {
    id: gridIdSchema.parse(row.id),
    kind: row.kind,
    firstPrompt: row.first_prompt,
    prompts: row.prompts,
    models: row.models,
    total: row.total,
    state: row.state,
    done: row.done,
    failed: row.failed,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function toCellRow({ id, gridId, cell, attempts, result }: GridCellRecord): CellRow {
  return {
    id,
    grid_id: gridId,
    cell,
    attempts,
    is_failed: result?.kind === 'failed' ? 1 : 0,
    result_json: result === null ? null : JSON.stringify(result),
  };
}

function cellFromRow(row: CellRow): GridCellRecord {
  return {
    id: row.id,
    gridId: gridIdSchema.parse(row.grid_id),
    cell: row.cell,
    attempts: row.attempts,
    result: row.result_json === null ? null : readJson(gridResultSchema, row.result_json),
  };
}
