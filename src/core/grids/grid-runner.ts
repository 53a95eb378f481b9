/**
 * Fills the grids that run, one at a time, the earliest started first. Runs in the core. What is to be done is read from
 * what is stored, so that it needs nothing of its own after a restart. What happens in a cell is cell-attempt.ts.
 */
import type { GridId, ModelId } from '#contract/ids.ts';
import { RunLoop } from '../app/run-loop.ts';
import type { StoredGridState } from '../db/grids.ts';
import { borrowModels, giveBackOrSay, type ModelLoan } from '../models/borrow-models.ts';
import type { GridRun } from './cell-attempt.ts';
import type { GridsContext } from './grids-context.ts';
import { runModel } from './run-model.ts';

/** What the runner tells of. */
export type GridListener = {
  /** Its state, or the model whose turn it is. */
  onState(gridId: GridId): void;
  onCell(gridId: GridId, cell: number): void;
};

export type GridRunner = {
  /** There may be something to do. */
  wake(): void;
  /** What was decided about a grid has changed: if it is the one at work, it looks again and leaves its cell. */
  interrupt(gridId: GridId): void;
  /** The grid at work; null: none is. */
  readonly current: { readonly gridId: GridId; readonly modelId: ModelId | null } | null;
  /** Starts nothing any more; resolves when no engine works for a grid. Grids that run go on at the next start. */
  close(): Promise<void>;
};

export function createGridRunner(context: GridsContext, listener: GridListener): GridRunner {
  return new Runner(context, listener);
}

class Runner implements GridRunner {
  readonly #context: GridsContext;
  readonly #listener: GridListener;
  #current: { readonly gridId: GridId; readonly modelId: ModelId | null } | null = null;
  #leave: (() => void) | null = null;
  readonly #loop: RunLoop<GridId>;

  constructor(context: GridsContext, listener: GridListener) {
    this.#context = context;
    this.#listener = listener;
    this.#loop = new RunLoop({
      next: () => context.store.grids.unfinished()[0] ?? null,
      run: (gridId) => this.#runGrid(gridId),
      // The disk refuses: what is stored goes on when something is asked again, or at the next start.
      onFailure: (cause) => context.log.error({ stack: String(cause) }, 'a grid could not go on'),
      onRest: () => this.#show(null),
    });
  }

  get current(): GridRunner['current'] {
    return this.#current;
  }

  wake(): void {
    this.#loop.wake();
  }

  interrupt(gridId: GridId): void {
    if (this.#current?.gridId === gridId) this.#leave?.();
  }

  async close(): Promise<void> {
    this.#loop.prepareToClose();
    this.#leave?.();
    await this.#loop.close();
  }

  async #runGrid(gridId: GridId): Promise<void> {
    const grid = this.#context.store.grids.find(gridId);
    if (grid === null) return;
    let isLeft = false;
    const { promise: left, resolve } = Promise.withResolvers<void>();
    this.#leave = () => {
      isLeft = true;
      resolve();
    };
    const run: GridRun = {
      ...this.#context,
      gridId,
      request: grid.request,
      left,
      isLeft: () => isLeft,
      onCell: (cell) => this.#listener.onCell(gridId, cell),
    };
    this.#show({ gridId, modelId: null });
    const loan = borrowModels(this.#context);
    try {
      await this.#runModels(run, loan);
    } finally {
      this.#leave = null;
      if (!this.#loop.isClosing) await giveBackOrSay(loan, this.#context.log);
    }
  }

  async #runModels(run: GridRun, loan: ModelLoan): Promise<void> {
    for (const modelId of run.request.modelIds) {
      this.#show({ gridId: run.gridId, modelId });
      const end = await runModel(run, loan, modelId);
      if (run.isLeft()) return;
      // A person needs the memory, or does not want this model now: it is not fetched again by itself.
      if (end === 'unloaded') return this.#settle(run.gridId, 'paused');
    }
    this.#settle(run.gridId, 'complete');
  }

  #settle(gridId: GridId, state: StoredGridState): void {
    const { store, now } = this.#context;
    const grid = store.grids.find(gridId);
    if (grid === null) return;
    store.transaction(() => store.grids.update({ ...grid, state, updatedAtMs: now() }));
    this.#listener.onState(gridId);
  }

  #show(current: GridRunner['current']): void {
    const before = this.#current;
    this.#current = current;
    if (before !== null && before.gridId !== current?.gridId) this.#listener.onState(before.gridId);
    if (current !== null) this.#listener.onState(current.gridId);
  }
}
