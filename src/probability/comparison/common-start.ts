/**
 * How long two sequences are the same from their beginning. Portable, pure.
 */

/** How many of the first values are the same in both, 0 to the length of the shorter one. */
export function commonStart(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const shorter = Math.min(left.length, right.length);
  let same = 0;
  while (same < shorter && left[same] === right[same]) same++;
  return same;
}
