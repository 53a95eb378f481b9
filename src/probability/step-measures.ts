/**
 * The quantities of one captured token that need no sampler: cheap enough for every token of a long reply. Portable,
 * pure. All of them are raw: the model's own distribution at temperature 1, before every stage of the chain.
 */
import type { TraceStep } from './trace.ts';
import { hasDistribution } from './trace.ts';

const bitsPerNat = 1 / Math.LN2;

/** ln p of a raw logit in nats, ≤ 0: logit − max − ln Z. */
export function logprobOf(step: TraceStep, logit: number): number {
  return Math.min(0, logit - step.maxLogit - step.logZ);
}

/** ln p of the step's token; null when the step has no distribution. */
export function tokenLogprob(step: TraceStep): number | null {
  return hasDistribution(step) ? logprobOf(step, step.logit) : null;
}

/** Surprisal −log₂ p in bits of a log-probability in nats. */
export function surprisalBits(logprob: number): number {
  // −0 would print as "−0".
  return logprob === 0 ? 0 : -logprob * bitsPerNat;
}

/**
 * Rank of the step's token among the whole vocabulary: 1 + how many tokens have a higher logit, so ties share the
 * best rank. Null when it was not captured and the captured tokens do not reach down to it: then the rank is above
 * `topIds.length`.
 */
export function tokenRank(step: TraceStep): number | null {
  if (!hasDistribution(step)) return null;
  if (step.rank !== null) return step.rank;
  const { topIds, topLogits, tokenId, logit } = step;
  const position = topIds.indexOf(tokenId);
  const own = position >= 0 ? (topLogits[position] ?? logit) : logit;
  const lowest = topLogits[topLogits.length - 1] ?? Infinity;
  if (position < 0 && own < lowest) return null;
  let higher = 0;
  while (higher < topLogits.length && (topLogits[higher] ?? -Infinity) > own) higher++;
  return higher + 1;
}
