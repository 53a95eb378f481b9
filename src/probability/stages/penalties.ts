/**
 * Repeat, frequency and presence penalties over the latest tokens. Portable. llama.cpp, src/llama-sampler.cpp,
 * `llama_sampler_penalties_apply`: first a positive logit is divided (another one multiplied) by the repeat penalty,
 * then count × frequency penalty + presence penalty is subtracted.
 */
import type { ChainState } from '../chain-state.ts';
import type { SamplerSettings } from '../sampler-settings.ts';
import { moveLogits } from './move-logits.ts';

/** Some of the three penalties is on. */
export function usesPenalties(settings: SamplerSettings): boolean {
  const { repeatPenalty, frequencyPenalty, presencePenalty, penaltyLastTokens } = settings;
  return penaltyLastTokens > 0 && (repeatPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0);
}

function countLatest(history: ArrayLike<number>, lastTokens: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let index = Math.max(0, history.length - lastTokens); index < history.length; index++) {
    const id = history[index] ?? 0;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** @param history every token so far, the prompt included, oldest first */
export function applyPenalties(
  state: ChainState,
  settings: SamplerSettings,
  history: ArrayLike<number>,
): void {
  if (!usesPenalties(settings)) return;
  const { repeatPenalty, frequencyPenalty, presencePenalty } = settings;
  const raises = repeatPenalty < 1 || frequencyPenalty < 0 || presencePenalty < 0;
  moveLogits(
    state,
    countLatest(history, settings.penaltyLastTokens),
    (logit, count) => {
      const scaled = logit <= 0 ? logit * repeatPenalty : logit / repeatPenalty;
      return scaled - (count * frequencyPenalty + presencePenalty);
    },
    () => raises,
  );
}
