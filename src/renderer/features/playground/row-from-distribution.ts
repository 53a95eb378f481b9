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
