/**
 * The cells of a grid of prompts × models × settings × seeds, and how they are numbered. Portable, pure. A row is a prompt;
 * a column is a model with a setting and a seed.
 */

export type GridSize = {
  readonly prompts: number;
  readonly models: number;
  /** Of the sampler; empty: nothing is drawn, so that a model has one column. */
  readonly temperatures: readonly number[];
  readonly seeds: number;
};

/** Places in the lists that the grid is made of. Null: it does not matter in this column. */
export type GridColumn = {
  readonly model: number;
  readonly setting: number | null;
  readonly seed: number | null;
};

/**
 * From left to right: all columns of a model stand together, so that it is loaded once. At temperature 0 no seed changes
 * anything: there the seeds share one column.
 */
export function gridColumns({ models, temperatures, seeds }: GridSize): GridColumn[] {
  const columns = temperatures.flatMap<Omit<GridColumn, 'model'>>((temperature, setting) =>
    temperature === 0
      ? [{ setting, seed: null }]
      : Array.from({ length: seeds }, (_, seed) => ({ setting, seed })),
  );
  const ofModel = columns.length === 0 ? [{ setting: null, seed: null }] : columns;
  return Array.from({ length: models }, (_, model) => model).flatMap((model) =>
    ofModel.map((column) => ({ model, ...column })),
  );
}

export const gridCells = (size: GridSize): number => gridColumns(size).length * size.prompts;

export type GridPlace = { readonly prompt: number; readonly column: number };

/** Cells are numbered column by column, from 0: in the order in which they are filled. */
export const cellNumber = ({ prompt, column }: GridPlace, prompts: number): number =>
  column * prompts + prompt;

export const cellPlace = (cell: number, prompts: number): GridPlace => ({
  prompt: cell % prompts,
  column: Math.floor(cell / prompts),
});

/** The cells `[start, end)` that a model fills. */
export function cellsOfModel(
  size: GridSize,
  model: number,
): { readonly start: number; readonly end: number } {
  const each = gridCells({ ...size, models: 1 });
  return { start: model * each, end: (model + 1) * each };
}
