/**
 * The numbers of a grid: what a cell is worth, how far a row or a column lies apart, and how dark a cell is. Page, pure.
 */
import { gridSize } from '#contract/grid-size.ts';
import type { GridRequest, GridResult, GridTask } from '#contract/grids.ts';
import type { Model } from '#contract/models.ts';
import { cellNumber, gridColumns, type GridColumn } from '#probability/grids/grid-layout.ts';
import { spreadOf } from '#probability/grids/spread.ts';

/** A model as it stands over a column. */
export type Named = Pick<Model, 'id' | 'name'>;
export type GridResults = ReadonlyMap<number, GridResult | null>;

/** A probability for a target, bits per byte else; null: the cell has none (yet). */
export function valueOf(result: GridResult | null | undefined): number | null {
  if (result?.kind === 'target') return Math.exp(result.logprob);
  return result?.kind === 'bitsPerByte' ? result.bitsPerByte : null;
}

export const columnsOf = (request: GridRequest): GridColumn[] => gridColumns(gridSize(request));

export function rowSpread(request: GridRequest, results: GridResults, prompt: number): number | null {
  const { prompts } = request;
  return spreadOf(
    columnsOf(request).map((_, column) =>
      valueOf(results.get(cellNumber({ prompt, column }, prompts.length))),
    ),
  );
}

export function columnSpread({ prompts }: GridRequest, results: GridResults, column: number): number | null {
  return spreadOf(
    prompts.map((_, prompt) => valueOf(results.get(cellNumber({ prompt, column }, prompts.length)))),
  );
}

/** Fixed steps: the same colour means the same number in every grid. Darker is more. */
const limits = {
  target: [0.01, 0.1, 0.25, 0.5, 0.75],
  bitsPerByte: [0.5, 1, 1.5, 2, 3],
} as const;

/** 0 to 5; −1: no colour. */
export function stepOf(kind: GridTask['kind'], value: number | null): number {
  if (kind === 'reply' || value === null) return -1;
  const found = limits[kind].findIndex((limit) => value < limit);
  return found === -1 ? limits[kind].length : found;
}
