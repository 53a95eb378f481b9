/**
 * What the scripted engine answers about any place. Used by tests of the core only.
 */
import type { Distribution } from '#contract/engine.ts';
import type { EvaluationProfile } from '#contract/profile.ts';

/** The same after every text. */
export function scriptedDistribution(wanted: readonly number[], profile: EvaluationProfile): Distribution {
  return {
    vocabularySize: 258,
    ids: new Uint8Array(Uint32Array.of(0, 1).buffer),
    logits: new Uint8Array(Float32Array.of(2, 1).buffer),
    logZ: 0.5,
    isLogZExact: true,
    endLogprob: -3,
    entropyBits: 1,
    wanted: wanted.map((tokenId) => ({ tokenId, logit: 1, logprob: -1.5, rank: 2 })),
    profile,
  };
}
