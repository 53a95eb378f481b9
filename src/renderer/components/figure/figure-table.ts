/**
 * The numbers of a chart as a table. Page.
 */
export type FigureTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
};
