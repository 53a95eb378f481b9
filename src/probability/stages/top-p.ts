/**
 * Top-p (nucleus sampling): keeps the most probable tokens until their mass reaches p, the crossing one included.
 * Portable. llama.cpp, src/llama-sampler.cpp, `llama_sampler_top_p_apply` (Holtzman et al., "The Curious Case of Neural
 * Text Degeneration", ICLR 2020).
 */
import {
  dropTail,
  headWeight,
  isAheadOfTail,
  keepRange,
  markInexact,
  weightsOf,
  type ChainState,
} from '../chain-state.ts';

/**
 * How many tokens it takes to reach the share `p` of `total`; null when all of them do not. Compared in f32 like
 * llama.cpp, so that round numbers fall on the same side.
 */
function crossing(weights: Float64Array, total: number, p: number): number | null {
  const target = Math.fround(p);
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index] ?? 0;
    if (Math.fround(sum / total) >= target) return index + 1;
  }
  return null;
}

export function applyTopP(state: ChainState, p: number): void {
  if (p >= 1) return;
  const weights = weightsOf(state);
  const head = headWeight(state);
  const { tail } = state;
  const end = crossing(weights, head + tail.weightLow, p);
  if (tail.count === 0) {
    keepRange(state, 0, end ?? weights.length);
    return;
  }
  const endHigh = crossing(weights, head + tail.weightHigh, p);
  if (end !== null && end === endHigh && isAheadOfTail(state, end - 1)) {
    dropTail(state);
    keepRange(state, 0, end);
    return;
  }
  markInexact(state);
  if (end === null) {
    state.tail = { ...tail, isIntact: false };
    return;
  }
  dropTail(state);
  keepRange(state, 0, end);
}
