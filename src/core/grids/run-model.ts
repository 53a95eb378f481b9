/**
 * Fills the open cells of one model of a grid, one after the other. Runs in the core. It needs nothing but what is stored:
 * after a restart the same call goes on.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { cellsOfModel } from '#probability/grids/grid-layout.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { isUnexpectedDeath } from '../generation/living-engine.ts';
import { isTakenAway, isUnloaded, type ModelLoan } from '../models/borrow-models.ts';
import { failCells, type GridRun, tryCell } from './cell-attempt.ts';
import type { CellModel } from './fill-cell.ts';
import { gridSize } from '#contract/grid-size.ts';

/** How it ended: every cell has a result or the run was left; or a person took the model away. */
export type ModelEnd = 'done' | 'unloaded';

/** An engine that dies while it is loaded is started again as often as this. */
const mostDeaths = 1;

/** @throws app.*, database.* where nothing can be stored */
export async function runModel(run: GridRun, loan: ModelLoan, modelId: ModelId): Promise<ModelEnd> {
  let deaths = 0;
  for (;;) {
    const cells = openCells(run, modelId);
    if (cells.length === 0 || run.isLeft()) return 'done';
    const failure = await takeTurn(run, loan, modelId, cells);
    if (failure === null) continue;
    if (isUnloaded(failure.cause)) return 'unloaded';
    if (failure.isLoaded || isTakenAway(failure.cause)) continue;
    if (isUnexpectedDeath(failure.cause) && deaths++ < mostDeaths) continue;
    failCells(run, cells, failure.cause);
  }
}

type Failure = {
  readonly cause: PrismeError;
  /** It happened to an engine that was there, and the cell has counted it. */
  readonly isLoaded: boolean;
};

/** Fills as many as it can. Null: it may go on. @throws app.*, database.* */
async function takeTurn(
  run: GridRun,
  loan: ModelLoan,
  modelId: ModelId,
  cells: readonly number[],
): Promise<Failure | null> {
  let isLoaded = false;
  try {
    await loan.use(modelId, run.left, async (engine) => {
      const model = cellModel(run, engine);
      isLoaded = true;
      await fillAll(run, model, cells);
    });
    return null;
  } catch (cause) {
    if (!(cause instanceof PrismeError)) throw cause;
    const isOfEngine = cause.code.startsWith('engine.') || cause.code.startsWith('model.');
    if (!isOfEngine) throw cause;
    return { cause, isLoaded };
  }
}

function cellModel({ library }: GridRun, engine: RunningEngine): CellModel {
  const vocabulary = library.vocabulary(library.get(engine.modelId).vocabularyHash);
  return { engine, vocabulary, table: vocabularyTable(vocabulary, engine.model.endTokenIds) };
}

/** Until the last cell, somebody else's turn, or the end of the run. */
async function fillAll(run: GridRun, model: CellModel, cells: readonly number[]): Promise<void> {
  for (const cell of cells) {
    if (run.isLeft()) return;
    await tryCell(run, model, cell);
    if (run.queue.isWaitedFor(model.engine.modelId)) return;
  }
}

function openCells({ store, gridId, request }: GridRun, modelId: ModelId): number[] {
  const { start, end } = cellsOfModel(gridSize(request), request.modelIds.indexOf(modelId));
  const filled = new Set(store.grids.filled(gridId));
  return Array.from({ length: end - start }, (_, index) => start + index).filter((cell) => !filled.has(cell));
}
