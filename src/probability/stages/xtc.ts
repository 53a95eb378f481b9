/**
 * XTC ("exclude top choices"): on a part of the steps, removes all but the least probable of the tokens whose
 * probability reaches the threshold. Portable. llama.cpp, src/llama-sampler.cpp, `llama_sample_xtc_apply` (p-e-w,
 * text-generation-webui pull request 6335).
 */
import {
  headWeight,
  isAheadOfTail,
  keepRange,
  markInexact,
  weightsOf,
  type ChainState,
} from '../chain-state.ts';
import type { SamplerSettings } from '../sampler-settings.ts';

/** XTC can act, so each step needs its draw. */
export function usesXtc(settings: SamplerSettings): boolean {
  return settings.xtcProbability > 0 && settings.xtcThreshold <= 0.5;
}

/** How many tokens have at least the share `threshold` of `total`; compared in f32 like llama.cpp. */
function countReaching(weights: Float64Array, total: number, threshold: number): number {
  const least = Math.fround(threshold);
  let count = 0;
  while (count < weights.length && Math.fround((weights[count] ?? 0) / total) >= least) count++;
  return count;
}

/** @param draw the step's uniform draw of stream `xtc`; null: XTC does not act */
export function applyXtc(state: ChainState, settings: SamplerSettings, draw: number | null): void {
  if (!usesXtc(settings) || draw === null || draw > settings.xtcProbability) return;
  const { tail } = state;
  // On a guessed set, even the most probable survivor is a guess: XTC removes from the top.
  if (!state.isExact) state.isTopCertain = false;
  if (state.ids.length + tail.count < 2) return;
  const weights = weightsOf(state);
  const head = headWeight(state);
  const count = countReaching(weights, head + tail.weightLow, settings.xtcThreshold);
  if (tail.count > 0) {
    const countHigh = countReaching(weights, head + tail.weightHigh, settings.xtcThreshold);
    // The first token below the threshold must be in the row and before every token of the tail.
    const isProven = count === countHigh && count < weights.length && isAheadOfTail(state, count);
    if (!isProven) {
      markInexact(state);
      state.isTopCertain = false;
    }
  }
  if (count >= 2) keepRange(state, count - 1, weights.length);
}
