/**
 * The shape of the minimap: the tokens of a reply from top to bottom, each row as wide as the highest surprisal of the
 * tokens in it. Page, pure.
 */

/** Surprisal that fills the width; higher is cut. The last step of the heat map begins at 8. */
const fullBits = 12;
export const rowHeight = 2;

/** How many rows there are, of two pixels each: at most as many as tokens. */
export function rowCount(tokens: number, heightPx: number): number {
  return Math.max(1, Math.min(tokens, Math.floor(heightPx / rowHeight)));
}

/** The row of a token. */
export function rowOf(position: number, tokens: number, rows: number): number {
  return Math.min(rows - 1, Math.floor((position * rows) / Math.max(1, tokens)));
}

/** The first token of a row. */
export function tokenAt(row: number, tokens: number, rows: number): number {
  return Math.max(0, Math.min(tokens - 1, Math.ceil((row * tokens) / rows)));
}

/** An SVG path with a bar for each row; a row without a scored token has none. */
export function minimapPath(
  tokens: number,
  rows: number,
  widthPx: number,
  surprisalBits: (position: number) => number,
): string {
  const highest = new Float64Array(rows).fill(-1);
  for (let position = 0; position < tokens; position++) {
    const row = rowOf(position, tokens, rows);
    const bits = surprisalBits(position);
    if (bits > (highest[row] ?? -1)) highest[row] = bits;
  }
  let path = '';
  for (const [row, bits] of highest.entries())
    if (bits >= 0) path += `M0 ${row * rowHeight}h${barWidth(bits, widthPx)}v1h-${barWidth(bits, widthPx)}z`;
  return path;
}

function barWidth(bits: number, widthPx: number): string {
  return Math.max(0.5, Math.min(1, bits / fullBits) * widthPx).toFixed(1);
}
