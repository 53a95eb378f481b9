/**
 * Many draws from one distribution, counted, to be held against q. Portable, pure.
 */
import { uniform } from './draws.ts';
import type { ChainResult } from './sampler-chain.ts';

export type DrawCounts = {
  /** How often each survivor was drawn, in the order of `ids`. */
  readonly counts: Uint32Array;
  /** How often the draw fell on the tokens outside the row. */
  readonly tailCount: number;
};

/** Where each survivor's slice of [0, 1) ends; summed in the order in which `drawFrom` sums. */
export function sliceEnds(q: Float64Array): Float64Array {
  const ends = new Float64Array(q.length);
  let end = 0;
  for (let index = 0; index < q.length; index++) {
    end += q[index] ?? 0;
    ends[index] = end;
  }
  return ends;
}

/** The first slice that ends behind the draw; `ends.length` when none does. */
function sliceAt(ends: Float64Array, draw: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (draw < (ends[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The draws of stream `token` with this seed at `firstPosition` and the `total` − 1 positions behind it: each picks what
 * `drawFrom` would pick.
 */
export function countDraws(
  { q, tailQ, tailCount }: Pick<ChainResult, 'q' | 'tailQ' | 'tailCount'>,
  seed: number,
  firstPosition: number,
  total: number,
): DrawCounts {
  const ends = sliceEnds(q);
  const counts = new Uint32Array(q.length);
  const hasTail = tailCount > 0 && tailQ > 0;
  const last = q.findLastIndex((share) => share > 0);
  let inTail = 0;
  for (let draw = 0; draw < total; draw++) {
    const index = sliceAt(ends, uniform(seed, firstPosition + draw, 'token'));
    if (index < q.length) counts[index] = (counts[index] ?? 0) + 1;
    else if (hasTail) inTail++;
    else counts[last] = (counts[last] ?? 0) + 1;
  }
  return { counts, tailCount: inTail };
}

/** What `total` draws of a token with this share should give: total·q, and the standard deviation √(total·q·(1 − q)). */
export function expectedCount(share: number, total: number): { readonly mean: number; readonly sd: number } {
  return { mean: total * share, sd: Math.sqrt(total * share * (1 - share)) };
}
