/**
 * Min-p: keeps the tokens with at least the share p of the most probable one's probability. Portable. llama.cpp,
 * src/llama-sampler.cpp, `llama_sampler_min_p_apply` (Nguyen et al., "Turning Up the Heat: Min-p Sampling", 2024),
 * which compares logits with max + ln p in f32.
 */
import { dropTail, isAheadOfTail, keepRange, markInexact, type ChainState } from '../chain-state.ts';

export function applyMinP(state: ChainState, p: number): void {
  if (p <= 0) return;
  const { logits, tail } = state;
  const threshold = Math.fround((logits[0] ?? 0) + Math.fround(Math.log(p)));
  if (tail.count > 0) {
    if (tail.maxLogit < threshold && isAheadOfTail(state, 0)) {
      dropTail(state);
    } else {
      markInexact(state);
      state.tail = { ...tail, isIntact: false };
    }
  }
  let end = 1;
  while (end < logits.length && (logits[end] ?? 0) >= threshold) end++;
  keepRange(state, 0, Math.min(end, logits.length));
}
