/**
 * A row of raw logits as log-probabilities. Portable, pure.
 */

/**
 * ln Σ exp(logit) over the row, in nats, in f64; −∞ for a row of −∞ only.
 * @param logits raw logits, one for each token of a vocabulary; −∞ stands for impossible
 */
export function logSumExp(logits: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let id = 0; id < logits.length; id++) highest = Math.max(highest, logits[id] ?? -Infinity);
  if (highest === -Infinity) return -Infinity;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] ?? -Infinity) - highest);
  return highest + Math.log(sum);
}

/** ln p of one token of the row, in nats, ≤ 0. */
export function logprobIn(logits: ArrayLike<number>, tokenId: number): number {
  return Math.min(0, (logits[tokenId] ?? -Infinity) - logSumExp(logits));
}
