/**
 * Starts grids and follows them, also one that was started before the page was reloaded. Page. Failures become toasts.
 */
import type { GridEvent, GridRequest } from '#contract/grids.ts';
import type { GridId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { attempt, attemptChange } from '../../state/actions.ts';
import { queryKeys } from '../../state/queries.ts';
import { draftOf } from './grid-request.ts';
import { updateGrid, useGrids } from './grids-store.ts';

/** Reads along in one grid at a time; another one, or none, ends it. */
let reading = new AbortController();

export async function startGrid(request: GridRequest): Promise<void> {
  const made = await attempt(() => core.grids.create(request));
  if (made) await openGrid(made.gridId);
}

/** After a reload: one that is not finished is shown again. */
export async function rejoinGrid(): Promise<void> {
  if (useGrids.getState().grid !== null) return;
  const all = await attempt(() => core.grids.list({}));
  const unfinished = all?.find(({ state }) => state !== 'complete' && state !== 'cancelled');
  if (unfinished && useGrids.getState().grid === null) await openGrid(unfinished.id);
}

/** Shows a grid, and its fields with it: it can be made again, or changed. */
export async function openGrid(gridId: GridId): Promise<void> {
  const grid = await attempt(() => core.grids.get({ gridId }));
  if (!grid) return;
  const { id, request, state, done, failed, total } = grid;
  const progress = { state, done, failed, total };
  useGrids.setState(({ draft }) => ({
    draft: draftOf(request, draft),
    grid: { id, request, ...progress, modelId: null, error: null, results: new Map() },
    shownCell: null,
  }));
  await readAlong(id);
}

/** A failure becomes the state of the grid. Never rejects. */
export async function readAlong(gridId: GridId): Promise<void> {
  reading.abort();
  const { signal } = (reading = new AbortController());
  updateGrid(gridId, () => ({ error: null }));
  try {
    for await (const event of await core.grids.attach({ gridId }, { signal })) {
      if (signal.aborted) return;
      take(gridId, event);
    }
  } catch (cause) {
    if (!signal.aborted) updateGrid(gridId, () => ({ state: 'failed', error: toPageError(cause) }));
  }
}

function take(gridId: GridId, event: GridEvent): void {
  if (event.kind === 'state') {
    const { kind: _kind, ...progress } = event;
    return updateGrid(gridId, () => progress);
  }
  return updateGrid(gridId, ({ results }) => ({
    results: new Map([...results, ...event.cells.map(({ cell, result }) => [cell, result] as const)]),
  }));
}

export function wish(gridId: GridId, what: 'pause' | 'resume' | 'cancel'): void {
  void attempt(() => core.grids[what]({ gridId }));
}

/** True when it is gone: it can be taken out of the bin again. */
export async function deleteGrid(gridId: GridId): Promise<boolean> {
  if (useGrids.getState().grid?.id === gridId) {
    reading.abort();
    useGrids.setState({ grid: null, shownCell: null });
  }
  return await attemptChange(queryKeys.grids, () => core.grids.delete({ gridId }));
}

export async function restoreGrid(gridId: GridId): Promise<void> {
  await attemptChange(queryKeys.grids, () => core.grids.restore({ gridId }));
}
