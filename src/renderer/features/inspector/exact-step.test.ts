import { expect, test } from 'vitest';
import type { Distribution } from '#contract/engine.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { inspectStep } from '#probability/inspect-step.ts';
import { stepFromDistribution } from './exact-step.ts';

const profile: Distribution['profile'] = { ...testProfile, batchTokens: 8, pass: 'scoring' };

/** p = 1/2, 1/4 and 1/4 in the other two tokens; at an odd offset, as bytes arrive. */
const distribution: Distribution = {
  vocabularySize: 4,
  ids: new Uint8Array([9, 7, 0, 0, 0, 2, 0, 0, 0]).subarray(1),
  logits: new Uint8Array([...new Uint8Array(Float32Array.of(Math.log(2), 0).buffer)]),
  logZ: Math.LN2,
  isLogZExact: true,
  endLogprob: null,
  entropyBits: 1.75,
  wanted: [{ tokenId: 2, logit: 0, logprob: -Math.log(4), rank: 2 }],
  profile,
};

test('the table of a recomputed place has its probabilities and ranks', () => {
  const step = stepFromDistribution(distribution, 2);
  const result = step && inspectStep(step, { vocabularySize: 4, sampler: null });
  expect(result?.captured.map(({ id }) => id)).toEqual([7, 2]);
  expect(result?.captured[0]?.probability).toBeCloseTo(0.5, 6);
  expect(result?.token.probability).toBeCloseTo(0.25, 6);
  expect(result?.rank).toBe(2);
});

test('a token that was not asked about has no step', () => {
  expect(stepFromDistribution(distribution, 3)).toBeNull();
});
