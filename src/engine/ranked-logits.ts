/**
 * node-llama-cpp's flat lists of tokens and logits as columns. Runs in the engine; pure.
 */
import type { RankedLogits } from './probe.ts';

/** Turns the flat list id, logit, id, logit … (highest first) into columns; equal logits are put in order of id. */
export function rankedFrom(flat: readonly number[]): RankedLogits {
  const count = flat.length >> 1;
  const ids = new Uint32Array(count);
  const logits = new Float32Array(count);
  let hasTies = false;
  for (let rank = 0; rank < count; rank++) {
    ids[rank] = flat[2 * rank] ?? 0;
    logits[rank] = flat[2 * rank + 1] ?? Number.NaN;
    if (rank > 0 && logits[rank] === logits[rank - 1]) hasTies = true;
  }
  if (hasTies) orderTies(ids, logits);
  return { ids, logits };
}

function orderTies(ids: Uint32Array, logits: Float32Array): void {
  for (let start = 0; start < ids.length;) {
    let end = start + 1;
    while (end < ids.length && logits[end] === logits[start]) end++;
    if (end - start > 1) ids.subarray(start, end).sort();
    start = end;
  }
}

/** The logits of these ids from a flat list, in their order; NaN for those that are not in it. */
export function wantedFrom(flat: readonly number[], wantedIds: readonly number[]): Float32Array {
  const byId = new Map<number, number>();
  for (let index = 0; index + 1 < flat.length; index += 2)
    byId.set(flat[index] ?? -1, flat[index + 1] ?? Number.NaN);
  return Float32Array.from(wantedIds, (id) => byId.get(id) ?? Number.NaN);
}

/** 1 + how many of these logits (highest first) are above this one. Bisects. */
export function rankAmong(logits: Float32Array, logit: number): number {
  let low = 0;
  let high = logits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((logits[middle] ?? -Infinity) > logit) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
