/**
 * The three numbers of a token that a heat map needs, from its captured step or the head of it. Page, pure.
 * Everything else about a step is in probability/inspect-step.ts and computed for the chosen token only.
 */
import { logprobOf, surprisalBits, tokenRank } from '#probability/step-measures.ts';
import { isHead } from '#probability/trace-head.ts';
import { hasDistribution, type TraceStep } from '#probability/trace.ts';

/** What a heat map needs to know about one token; `probability` is 0..1, `rank` counts from 1. NaN: not scored. */
export type TokenValues = {
  readonly surprisalBits: number;
  readonly probability: number;
  readonly rank: number;
};

export const unscored: TokenValues = { surprisalBits: Number.NaN, probability: Number.NaN, rank: Number.NaN };

/**
 * Raw numbers (before every sampler stage). `rank` is exact for a captured token; below the captured ones it is their
 * number plus one, the best rank that is possible.
 */
export function stepValues(step: TraceStep): TokenValues {
  if (!hasDistribution(step) && !isHead(step)) return unscored;
  const logprob = logprobOf(step, step.logit);
  return {
    surprisalBits: surprisalBits(logprob),
    probability: Math.exp(logprob),
    rank: step.rank ?? tokenRank(step) ?? step.topIds.length + 1,
  };
}
