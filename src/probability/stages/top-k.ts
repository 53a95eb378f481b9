/**
 * Top-k: keeps the k most probable tokens. Portable. llama.cpp, src/llama-sampler.cpp, `llama_sampler_top_k_impl`.
 */
import { dropTail, isAheadOfTail, keepRange, markInexact, type ChainState } from '../chain-state.ts';

/** How many tokens of the row may stand behind some token of the tail. */
function countBehindTail(state: ChainState): number {
  let behind = 0;
  while (behind < state.ids.length && !isAheadOfTail(state, state.ids.length - 1 - behind)) behind++;
  return behind;
}

export function applyTopK(state: ChainState, k: number): void {
  if (k <= 0) return;
  if (state.tail.count > 0) {
    const isProven = k <= state.ids.length && isAheadOfTail(state, k - 1);
    if (!isProven) markInexact(state, Math.max(k, state.ids.length) + countBehindTail(state) + 1);
    dropTail(state);
  }
  keepRange(state, 0, Math.min(k, state.ids.length));
}
