/**
 * The shape of the overview of a text: one column a token, as high as its surprisal. Page, pure.
 */

/** Surprisal that fills a column; higher is cut. The last step of the heat map begins at 8. */
export const fullBits = 12;
const leastHeight = 1;

/** Height of a token's column in pixels; 0 for a token that is not scored. */
export function columnHeight(surprisalBits: number, rowHeight: number): number {
  if (Number.isNaN(surprisalBits)) return 0;
  return Math.max(leastHeight, Math.min(1, surprisalBits / fullBits) * rowHeight);
}

/** An SVG path for the tokens `from` up to `to`, `columnWidth` pixels each, on a base line at `rowHeight`. */
export function stripPath(
  from: number,
  to: number,
  columnWidth: number,
  rowHeight: number,
  surprisalBits: (position: number) => number,
): string {
  let path = '';
  for (let position = from; position < to; position++) {
    const height = columnHeight(surprisalBits(position), rowHeight);
    if (height > 0)
      path += `M${(position - from) * columnWidth} ${rowHeight}h${columnWidth}v-${height.toFixed(1)}h-${columnWidth}z`;
  }
  return path;
}

/** How many tokens stand in one row, and how wide each is: 1 px in a long text, up to 4 px in a short one. */
export function stripLayout(
  count: number,
  widthPx: number,
): { readonly perRow: number; readonly columnWidth: number } {
  const columnWidth = Math.max(1, Math.min(4, Math.floor(widthPx / Math.max(1, count))));
  return { perRow: Math.max(1, Math.floor(widthPx / columnWidth)), columnWidth };
}
