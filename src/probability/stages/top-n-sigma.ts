/**
 * Top-n-sigma: keeps the logits within n standard deviations of the highest one. Portable. llama.cpp,
 * src/llama-sampler.cpp, `llama_sampler_top_n_sigma_apply` (Tang et al., "Top-nσ: Not All Logits Are You Need", 2024).
 *
 * llama.cpp sets the others to −∞ and leaves them in the list, where they count for top-k and make typical sampling
 * divide 0 by 0; here they are removed, which gives the same q everywhere else.
 */
import { dropTail, keepRange, markInexact, type ChainState } from '../chain-state.ts';

function standardDeviation(logits: Float32Array): number {
  let sum = 0;
  for (const logit of logits) sum += logit;
  const mean = sum / logits.length;
  let squares = 0;
  for (const logit of logits) squares += (logit - mean) ** 2;
  return Math.sqrt(squares / logits.length);
}

export function applyTopNSigma(state: ChainState, n: number): void {
  if (n <= 0 || state.ids.length + state.tail.count <= 1) return;
  // Mean and deviation are those of all logits: nothing less than the whole vocabulary gives them.
  if (state.tail.count > 0) markInexact(state, state.row.vocabularySize);
  const { logits } = state;
  const threshold = (logits[0] ?? 0) - n * standardDeviation(logits.filter(Number.isFinite));
  let end = 1;
  while (end < logits.length && (logits[end] ?? 0) >= threshold) end++;
  dropTail(state);
  keepRange(state, 0, end);
}
