/**
 * Locally typical sampling: keeps the tokens whose surprisal is nearest to the entropy, until their mass exceeds p.
 * Portable. llama.cpp, src/llama-sampler.cpp, `llama_sampler_typical_apply` (Meister et al., "Locally Typical
 * Sampling", TACL 2023). Equal distances: the more probable token first.
 */
import { dropTail, headWeight, markInexact, weightsOf, type ChainState } from '../chain-state.ts';

/** Positions of the kept tokens, ascending. */
function typicalPositions(weights: Float64Array, total: number, p: number): number[] {
  const logTotal = Math.log(total);
  let entropy = 0;
  for (const weight of weights) if (weight > 0) entropy -= (weight / total) * (Math.log(weight) - logTotal);
  const distances = Float64Array.from(weights, (weight) => Math.abs(logTotal - Math.log(weight) - entropy));
  const order = Array.from(weights.keys()).sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
  let mass = 0;
  let kept = 0;
  while (kept < order.length && Math.fround(mass) <= Math.fround(p)) {
    mass += (weights[order[kept] ?? 0] ?? 0) / total;
    kept++;
  }
  return order.slice(0, kept).sort((a, b) => a - b);
}

export function applyTypicalP(state: ChainState, p: number): void {
  if (p >= 1) return;
  // The entropy is that of all tokens that are in, and the most probable one may be cut.
  if (state.tail.count > 0) markInexact(state, state.row.vocabularySize);
  if (!state.isExact) state.isTopCertain = false;
  dropTail(state);
  const weights = weightsOf(state);
  const positions = typicalPositions(weights, headWeight(state), p);
  if (positions.length === weights.length) return;
  const { ids, logits } = state;
  state.ids = Uint32Array.from(positions, (position) => ids[position] ?? 0);
  state.logits = Float32Array.from(positions, (position) => logits[position] ?? 0);
  state.weights = Float64Array.from(positions, (position) => weights[position] ?? 0);
}
