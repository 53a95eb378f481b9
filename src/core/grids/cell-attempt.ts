/**
 * One try at one cell: begun on disk, filled, and its result on disk before anybody hears of it. Runs in the core. Which
 * cells are tried, and with which engine, is run-model.ts.
 */
import { type ErrorCode, PrismeError } from '#contract/errors.ts';
import type { GridRequest, GridResult } from '#contract/grids.ts';
import type { GridId } from '#contract/ids.ts';
import type { GridCellRecord } from '../db/grids.ts';
import { storageError } from '../db/storage-error.ts';
import { isTakenAway } from '../models/borrow-models.ts';
import { type CellModel, fillCell } from './fill-cell.ts';
import type { GridsContext } from './grids-context.ts';

export type GridRun = GridsContext & {
  readonly gridId: GridId;
  readonly request: GridRequest;
  /** Settles when it shall not go on: it was paused, cancelled or deleted, or the core ends. */
  readonly left: Promise<void>;
  readonly isLeft: () => boolean;
  /** A cell has another result on disk. */
  readonly onCell: (cell: number) => void;
};

/** A cell that was begun this often without an end is given up: whatever ends it would do so at every start. */
const mostAttempts = 2;

/** @throws app.*, database.* where nothing can be stored; engine.* where the engine is gone */
export async function tryCell(run: GridRun, model: CellModel, cell: number): Promise<void> {
  const before = cellOf(run, cell);
  if (before.attempts >= mostAttempts)
    return save(run, before, failed(new PrismeError('engine.exited', { by: 'core' })));
  const begun = { ...before, attempts: before.attempts + 1 };
  // Counted first: what takes the core down with it must not do so at every start.
  save(run, begun, null);
  try {
    const result = await fillCell(model, run.request, cell, run.isLeft);
    // Left: it begins anew, and that was no failure.
    save(run, result === null ? before : begun, result);
  } catch (cause) {
    settleFailure(run, begun, cause);
  }
}

/** The cells of one model are not to be filled, and this is why. */
export function failCells(run: GridRun, cells: readonly number[], cause: PrismeError): void {
  run.store.transaction(() => {
    for (const cell of cells) put(run, cellOf(run, cell), failed(cause));
  });
  for (const cell of cells) run.onCell(cell);
}

function settleFailure(run: GridRun, begun: GridCellRecord, cause: unknown): void {
  const known = storageError(cause);
  // Nothing can be put on disk: that is no fault of this cell, and no other one could go on either.
  if (known instanceof PrismeError && isOfStorage(known.code)) throw known;
  if (isTakenAway(known) || run.isLeft()) {
    save(run, { ...begun, attempts: begun.attempts - 1 }, null);
    throw known;
  }
  const error = errorOf(run, known);
  const isGone = error.code.startsWith('engine.');
  if (!isGone || begun.attempts >= mostAttempts) save(run, begun, failed(error));
  if (isGone) throw error;
}

/** What is in no catalogue goes to the log; the cell says that something failed that should not have. */
export function errorOf({ log }: Pick<GridRun, 'log'>, cause: unknown): PrismeError {
  if (cause instanceof PrismeError) return cause;
  log.error({ stack: cause instanceof Error ? cause.stack : String(cause) }, 'a cell of a grid failed');
  return new PrismeError('app.internal', {}, { cause });
}

const isOfStorage = (code: ErrorCode): boolean =>
  code.startsWith('database.') ||
  code === 'app.diskFull' ||
  code === 'app.storageFailed' ||
  code === 'app.dataFolderNotWritable';

const failed = (error: PrismeError): GridResult => ({ kind: 'failed', error: error.toRecord() });

const cellOf = ({ store, gridId, newId }: GridRun, cell: number): GridCellRecord =>
  store.grids.cell(gridId, cell) ?? { id: newId(), gridId, cell, attempts: 0, result: null };

function save(run: GridRun, record: GridCellRecord, result: GridResult | null): void {
  run.store.transaction(() => put(run, record, result));
  if (result !== null) run.onCell(record.cell);
}

/** A result ends the counting of tries. */
function put({ store }: GridRun, record: GridCellRecord, result: GridResult | null): void {
  store.grids.putCell({ ...record, attempts: result === null ? record.attempts : 0, result });
}
