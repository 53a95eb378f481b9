/**
 * Grids: list, create, read, pause, resume, cancel, delete. Runs in the core. Puts on disk what is to be done;
 * grid-runner.ts does it.
 */
import { PrismeError } from '#contract/errors.ts';
import {
  type Grid,
  type GridEvent,
  type GridRequest,
  type GridSummary,
  mostGridCells,
} from '#contract/grids.ts';
import type { GridId } from '#contract/ids.ts';
import { gridCells } from '#probability/grids/grid-layout.ts';
import type { GridRecord } from '../db/grids.ts';
import { createGridRunner, type GridRunner } from './grid-runner.ts';
import { gridSize } from '#contract/grid-size.ts';
import { gridStateEvent, summariseGrid, viewGrid } from './grid-view.ts';
import { GridWatchers } from './grid-watchers.ts';
import type { GridsContext } from './grids-context.ts';

export type GridsService = {
  list(): GridSummary[];
  /** @throws grid.tooMany, app.invalidInput, model.notFound */
  create(request: GridRequest): GridId;
  /** @throws grid.notFound, as all that follow */
  get(id: GridId): Grid;
  attach(id: GridId, signal: AbortSignal | undefined): AsyncGenerator<GridEvent, void, void>;
  pause(id: GridId): void;
  resume(id: GridId): void;
  cancel(id: GridId): void;
  delete(id: GridId): void;
  restore(id: GridId): void;
  /** Goes on with what an earlier run of the core left unfinished. */
  resumeUnfinished(): void;
  /** Resolves when no engine works for a grid any more; those that run go on at the next start. */
  close(): Promise<void>;
};

export function createGrids(context: GridsContext): GridsService {
  return new Grids(context);
}

class Grids implements GridsService {
  readonly #context: GridsContext;
  readonly #runner: GridRunner;
  readonly #watchers: GridWatchers;

  constructor(context: GridsContext) {
    const { store } = context;
    this.#context = context;
    this.#runner = createGridRunner(context, {
      onState: (gridId) => this.#tell(gridId),
      onCell: (gridId, cell) => this.#watchers.cellsChanged(gridId, [cell]),
    });
    this.#watchers = new GridWatchers({
      state: (gridId) => gridStateEvent(store, this.#present(gridId), this.#runner.current),
      filled: (gridId) => store.grids.filled(gridId),
      cells: (gridId, numbers) => ({
        kind: 'cells',
        cells: numbers.map((cell) => ({ cell, result: store.grids.cell(gridId, cell)?.result ?? null })),
      }),
    });
  }

  list: GridsService['list'] = () =>
    this.#context.store.grids.list().map((head) => summariseGrid(head, this.#runner.current));

  create: GridsService['create'] = (request) => {
    const { store, newId, now } = this.#context;
    const total = this.#checked(request);
    const nowMs = now();
    const grid: GridRecord = {
      id: newId() as GridId, // newId gives UUIDs, which is all that the brand says
      request,
      total,
      state: 'running',
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      deletedAtMs: null,
    };
    store.transaction(() => store.grids.insert(grid));
    this.#tell(grid.id);
    this.#runner.wake();
    return grid.id;
  };

  get: GridsService['get'] = (id) => viewGrid(this.#context.store, this.#present(id), this.#runner.current);

  attach: GridsService['attach'] = (id, signal) => this.#watchers.watch(id, signal);

  pause: GridsService['pause'] = (id) => {
    const grid = this.#present(id);
    if (grid.state === 'running') this.#decide({ ...grid, state: 'paused' });
  };

  resume: GridsService['resume'] = (id) => {
    const grid = this.#present(id);
    const { store } = this.#context;
    if (grid.state === 'complete') this.#watchers.cellsChanged(id, this.#reopen(id));
    const isOpen = store.grids.progress(id).done < grid.total;
    if (isOpen && (grid.state === 'paused' || grid.state === 'complete'))
      this.#decide({ ...grid, state: 'running' });
    this.#runner.wake();
  };

  cancel: GridsService['cancel'] = (id) => {
    const grid = this.#present(id);
    if (grid.state === 'running' || grid.state === 'paused') this.#decide({ ...grid, state: 'cancelled' });
  };

  delete: GridsService['delete'] = (id) => {
    this.#decide({ ...this.#present(id), deletedAtMs: this.#context.now() });
  };

  restore: GridsService['restore'] = (id) => {
    const grid = this.#context.store.grids.find(id);
    if (grid === null) throw new PrismeError('grid.notFound');
    this.#decide({ ...grid, deletedAtMs: null });
    this.#runner.wake();
  };

  resumeUnfinished: GridsService['resumeUnfinished'] = () => this.#runner.wake();

  close: GridsService['close'] = async () => {
    await this.#runner.close();
    this.#watchers.close();
  };

  #present(id: GridId): GridRecord {
    const grid = this.#context.store.grids.find(id);
    if (grid === null || grid.deletedAtMs !== null) throw new PrismeError('grid.notFound');
    return grid;
  }

  #reopen(id: GridId): number[] {
    const { store } = this.#context;
    return store.transaction(() => store.grids.reopenFailed(id));
  }

  /** On disk first, then whoever fills it hears of it. */
  #decide(grid: GridRecord): void {
    const { store, now } = this.#context;
    store.transaction(() => store.grids.update({ ...grid, updatedAtMs: now() }));
    if (grid.state !== 'running' || grid.deletedAtMs !== null) this.#runner.interrupt(grid.id);
    this.#tell(grid.id);
  }

  #tell(gridId: GridId): void {
    this.#context.notices.publish({ kind: 'gridChanged', gridId });
    this.#watchers.stateChanged();
  }

  /** How many cells it has. @throws grid.tooMany, app.invalidInput, model.notFound */
  #checked(request: GridRequest): number {
    const { modelIds, prompts } = request;
    for (const modelId of modelIds) this.#context.library.get(modelId);
    if (new Set(modelIds).size < modelIds.length)
      throw new PrismeError('app.invalidInput', { field: 'modelIds', reason: 'a model is named twice' });
    const wrong = prompts.findIndex(({ variantOf }) => variantOf !== null && variantOf >= prompts.length);
    if (wrong >= 0)
      throw new PrismeError('app.invalidInput', {
        field: `prompts.${wrong}.variantOf`,
        reason: 'no such prompt',
      });
    const cells = gridCells(gridSize(request));
    if (cells > mostGridCells) throw new PrismeError('grid.tooMany', { cells, most: mostGridCells });
    return cells;
  }
}
