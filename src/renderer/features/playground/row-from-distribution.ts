/**
 * A distribution that the core answered with, as the sampler chain reads it. Page, pure.
 */
import type { Distribution } from '#contract/engine.ts';
import type { LogitsRow } from '#probability/logits-row.ts';

export function rowFromDistribution(distribution: Distribution): LogitsRow {
  const { vocabularySize, logZ, isLogZExact } = distribution;
  // Copies, because typed arrays must begin at a multiple of four bytes.
  const ids = new Uint32Array(distribution.ids.slice().buffer);
  const logits = new Float32Array(distribution.logits.slice().buffer);
  const maxLogit = logits[0] ?? 0;
  return { ids, logits, maxLogit, logZ, isLogZExact, vocabularySize, logZAtTemperature: null };
}

/** How far the raw probability of any token of `captured` is from the recomputed one, 0..1. */
export function largestDifference(recomputed: LogitsRow, captured: LogitsRow): number {
  const logits = new Map(Array.from(recomputed.ids, (id, index) => [id, recomputed.logits[index]]));
  const probability = (row: LogitsRow, logit = -Infinity): number =>
    Math.exp(Math.min(0, logit - row.maxLogit - row.logZ));
  let largest = 0;
  captured.ids.forEach((id, index) => {
    const before = probability(captured, captured.logits[index]);
    largest = Math.max(largest, Math.abs(probability(recomputed, logits.get(id)) - before));
  });
  return largest;
}
