/**
 * How far the values of a row or a column of a grid lie apart. Portable, pure.
 */

/**
 * Largest minus smallest (the FormatSpread of Sclar et al. 2024, https://arxiv.org/abs/2310.11324), in the unit of the
 * values, ≥ 0. Null: fewer than two of them are there.
 */
export function spreadOf(values: Iterable<number | null>): number | null {
  const known = [...values].filter((value) => value !== null);
  return known.length < 2 ? null : Math.max(...known) - Math.min(...known);
}
