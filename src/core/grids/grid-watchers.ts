/**
 * Who reads along in which grid, and what each has not been told yet. Runs in the core. Carries no results: those are read
 * from what is stored when a reader takes them, so a slow reader holds nothing but numbers.
 */
import type { GridEvent } from '#contract/grids.ts';
import type { GridId } from '#contract/ids.ts';
import { Pulse } from '../app/pulse.ts';

export type GridSource = {
  /** @throws grid.notFound */
  state(gridId: GridId): Extract<GridEvent, { kind: 'state' }>;
  /** Numbers of the cells that have a result. */
  filled(gridId: GridId): readonly number[];
  cells(gridId: GridId, numbers: readonly number[]): Extract<GridEvent, { kind: 'cells' }>;
};

/** As many as one event may carry (contract/grids.ts). */
const mostTogether = 50;

type Watcher = { readonly gridId: GridId; readonly untold: Set<number> };

export class GridWatchers {
  readonly #source: GridSource;
  readonly #pulse = new Pulse();
  readonly #watchers = new Set<Watcher>();
  #isClosed = false;

  constructor(source: GridSource) {
    this.#source = source;
  }

  cellsChanged(gridId: GridId, cells: readonly number[]): void {
    for (const watcher of this.#watchers)
      if (watcher.gridId === gridId) for (const cell of cells) watcher.untold.add(cell);
    this.#pulse.beat();
  }

  stateChanged(): void {
    this.#pulse.beat();
  }

  /** Ends every reading. */
  close(): void {
    this.#isClosed = true;
    this.#pulse.beat();
  }

  /** The cells that are filled, then states and cells as they change, until `signal` aborts or the core closes. @throws grid.notFound */
  async *watch(gridId: GridId, signal: AbortSignal | undefined): AsyncGenerator<GridEvent, void, void> {
    const watcher: Watcher = { gridId, untold: new Set() };
    this.#watchers.add(watcher);
    try {
      for (const cell of this.#source.filled(gridId)) watcher.untold.add(cell);
      let shown = '';
      while (signal?.aborted !== true && !this.#isClosed) {
        const state = this.#source.state(gridId);
        if (watcher.untold.size > 0) {
          yield this.#source.cells(gridId, take(watcher.untold));
          continue;
        }
        const line = JSON.stringify(state);
        if (line !== shown) {
          shown = line;
          yield state;
          continue;
        }
        await this.#pulse.next(signal);
      }
    } finally {
      this.#watchers.delete(watcher);
    }
  }
}

function take(untold: Set<number>): number[] {
  const taken = [...untold].slice(0, mostTogether);
  for (const cell of taken) untold.delete(cell);
  return taken;
}
