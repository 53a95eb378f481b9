/**
 * Grids as a page sees them. Runs in the core. Reads only.
 */
import type { Grid, GridEvent, GridState, GridSummary } from '#contract/grids.ts';
import type { GridId } from '#contract/ids.ts';
import type { GridHead, GridRecord, StoredGridState } from '../db/grids.ts';
import type { Store } from '../db/store.ts';
import type { GridRunner } from './grid-runner.ts';

type Current = GridRunner['current'];

export const summariseGrid = (head: GridHead, current: Current): GridSummary => ({
  ...head,
  state: stateOf(head, current),
});

export function viewGrid(store: Store, grid: GridRecord, current: Current): Grid {
  const { id, request, createdAtMs, updatedAtMs, total } = grid;
  const state = stateOf(grid, current);
  return { id, request, createdAtMs, updatedAtMs, state, total, ...store.grids.progress(id) };
}

export function gridStateEvent(
  store: Store,
  grid: GridRecord,
  current: Current,
): Extract<GridEvent, { kind: 'state' }> {
  return {
    kind: 'state',
    state: stateOf(grid, current),
    total: grid.total,
    ...store.grids.progress(grid.id),
    modelId: current?.gridId === grid.id ? current.modelId : null,
  };
}

function stateOf(
  { id, state }: { readonly id: GridId; readonly state: StoredGridState },
  current: Current,
): GridState {
  return state === 'running' && current?.gridId !== id ? 'waiting' : state;
}
