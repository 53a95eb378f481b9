/**
 * A distribution as the bench shows it: raw probabilities, what is left over, entropy and margin. Page, pure.
 */
import type { Distribution } from '#contract/engine.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { entropyBounds, entropyBoundsOfUnknownTail, type Interval } from '#probability/entropy.ts';

export type Candidate = {
  readonly tokenId: number;
  /** Raw, over the whole vocabulary; an upper bound when the normaliser is not exact. */
  readonly probability: number;
  /** −log₂ p. */
  readonly bits: number;
};

export type Reading = {
  /** Most probable first. */
  readonly candidates: readonly Candidate[];
  readonly isExact: boolean;
  readonly tail: { readonly count: number; readonly probability: number };
  /** P(the text ends here); null when it is not known. */
  readonly endProbability: number | null;
  readonly entropyBits: Interval;
  /** p₁ − p₂. */
  readonly margin: number;
  readonly vocabularySize: number;
  readonly profile: EvaluationProfile;
};

export function readDistribution(distribution: Distribution): Reading {
  const { vocabularySize, logZ, isLogZExact, endLogprob, profile } = distribution;
  const ids = new Uint32Array(distribution.ids.slice().buffer);
  const logits = new Float32Array(distribution.logits.slice().buffer);
  const highest = logits[0] ?? 0;
  const candidates = [...ids].map((tokenId, index) => {
    const logprob = Math.min(0, (logits[index] ?? -Infinity) - highest - logZ);
    return { tokenId, probability: Math.exp(logprob), bits: logprob === 0 ? 0 : -logprob / Math.LN2 };
  });
  const probabilities = candidates.map(({ probability }) => probability);
  const tailCount = vocabularySize - candidates.length;
  const known = probabilities.reduceRight((sum, probability) => sum + probability, 0);
  const last = probabilities.at(-1) ?? 0;
  // Without the exact normaliser the tail can be anything up to every one of its tokens being as probable as the last.
  const most = (tailCount * last) / (1 + tailCount * last);
  const tail = isLogZExact ? Math.max(0, 1 - known) : most;
  return {
    candidates,
    isExact: isLogZExact,
    tail: { count: tailCount, probability: tailCount === 0 ? 0 : tail },
    endProbability: endLogprob === null ? null : Math.exp(endLogprob),
    entropyBits: entropyOf(distribution, probabilities, { mass: tail, count: tailCount, largest: last }),
    margin: (probabilities[0] ?? 0) - (probabilities[1] ?? 0),
    vocabularySize,
    profile,
  };
}

function entropyOf(
  { entropyBits, isLogZExact }: Distribution,
  probabilities: readonly number[],
  tail: { readonly mass: number; readonly count: number; readonly largest: number },
): Interval {
  if (entropyBits !== null) return { low: entropyBits, high: entropyBits };
  return isLogZExact
    ? entropyBounds(probabilities, tail.mass, tail.count, tail.largest)
    : entropyBoundsOfUnknownTail(probabilities, tail.mass, tail.count);
}
