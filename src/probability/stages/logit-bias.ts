/**
 * Logit bias: adds a number to single logits. Portable. llama.cpp, src/llama-sampler.cpp, `llama_sampler_logit_bias_apply`.
 */
import type { ChainState } from '../chain-state.ts';
import type { LogitBias } from '../sampler-settings.ts';
import { moveLogits } from './move-logits.ts';

/** When a token is named twice, the biases add up. */
export function applyLogitBias(state: ChainState, biases: readonly LogitBias[]): void {
  if (biases.length === 0) return;
  const sums = new Map<number, number>();
  for (const { tokenId, bias } of biases) sums.set(tokenId, (sums.get(tokenId) ?? 0) + bias);
  moveLogits(
    state,
    sums,
    (logit, bias) => logit + bias,
    (bias) => bias > 0,
  );
}
