/**
 * The draft of a grid, and the grid that the page follows: kept while the person is elsewhere. Page, memory only.
 */
import { create } from 'zustand';
import type { GridRequest, GridState } from '#contract/grids.ts';
import type { GridId, ModelId } from '#contract/ids.ts';
import type { PageError } from '../../core-error.ts';
import { emptyDraft, type GridDraft } from './grid-request.ts';
import type { GridResults } from './grid-values.ts';

export type FollowedGrid = {
  readonly id: GridId;
  readonly request: GridRequest;
  /** `failed`: the page can follow it no longer. */
  readonly state: GridState | 'failed';
  readonly error: PageError | null;
  readonly modelId: ModelId | null;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly results: GridResults;
};

type GridsWork = {
  readonly draft: GridDraft;
  readonly grid: FollowedGrid | null;
  /** The cell whose whole reply is shown. */
  readonly shownCell: number | null;
};

export const useGrids = create<GridsWork>(() => ({ draft: emptyDraft, grid: null, shownCell: null }));

export const setDraft = (change: Partial<GridDraft>): void =>
  useGrids.setState(({ draft }) => ({ draft: { ...draft, ...change } }));

/** Changes the followed grid, if it is still this one. */
export function updateGrid(id: GridId, change: (grid: FollowedGrid) => Partial<FollowedGrid>): void {
  const { grid } = useGrids.getState();
  if (grid?.id === id) useGrids.setState({ grid: { ...grid, ...change(grid) } });
}
