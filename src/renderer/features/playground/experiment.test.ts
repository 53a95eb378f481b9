import { expect, test } from 'vitest';
import { messageIdSchema } from '#contract/ids.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { uniform } from '#probability/draws.ts';
import { completeRow, truncateRow } from '#probability/logits-row.ts';
import type { TraceStep } from '#probability/trace.ts';
import { drawAt } from './experiment.ts';
import { largestDifference, rowFromDistribution } from './row-from-distribution.ts';

const selection = {
  messageId: messageIdSchema.parse('00000000-0000-4000-8000-000000000001'),
  target: 'reply',
  position: 5,
} as const;
const subject = { seed: 7, selection };
const step: TraceStep = {
  tokenId: 1,
  origin: 'sampled',
  logit: 0,
  maxLogit: 0,
  logZ: 1,
  isLogZExact: true,
  draw: 0.25,
  xtcDraw: null,
  endLogprob: null,
  logZAtTemperature: null,
  rank: null,
  topIds: Uint32Array.of(1),
  topLogits: Float32Array.of(0),
};

test('the first draw is the reply’s own; XTC gets the one that it would have had', () => {
  expect(drawAt(subject, step, { seed: null, rolls: 0 })).toEqual({
    value: 0.25,
    xtc: uniform(7, 5, 'xtc'),
    isOwn: true,
  });
});

test('a greedy token has no draw of its own: it gets the one that its seed and position give', () => {
  const draw = drawAt(subject, { ...step, draw: null }, { seed: null, rolls: 0 });
  expect(draw).toEqual({ value: uniform(7, 5, 'token'), xtc: uniform(7, 5, 'xtc'), isOwn: false });
});

test('each roll is one position further, and another seed gives other draws', () => {
  expect(drawAt(subject, step, { seed: null, rolls: 2 }).value).toBe(uniform(7, 7, 'token'));
  expect(drawAt(subject, step, { seed: 8, rolls: 0 })).toMatchObject({
    value: uniform(8, 5, 'token'),
    isOwn: false,
  });
});

test('a distribution becomes a row, wherever its bytes begin', () => {
  const shifted = (bytes: ArrayBuffer) => {
    const whole = new Uint8Array(bytes.byteLength + 1);
    whole.set(new Uint8Array(bytes), 1);
    return whole.subarray(1);
  };
  const row = rowFromDistribution({
    vocabularySize: 2,
    ids: shifted(Uint32Array.of(1, 0).buffer),
    logits: shifted(Float32Array.of(3, 2).buffer),
    logZ: 0.3,
    isLogZExact: true,
    endLogprob: null,
    entropyBits: 0.8,
    wanted: [],
    profile: { ...testProfile, pass: 'scoring' },
  });
  expect([...row.ids]).toEqual([1, 0]);
  expect([...row.logits]).toEqual([3, 2]);
  expect(row).toMatchObject({ maxLogit: 3, vocabularySize: 2, logZAtTemperature: null });
});

test('a recomputed row is held against what was captured, token by token', () => {
  const logitsOf = (probabilities: readonly number[]) => completeRow(probabilities.map(Math.log));
  const captured = truncateRow(logitsOf([0.5, 0.3, 0.1, 0.1]), 3);
  expect(largestDifference(logitsOf([0.5, 0.3, 0.1, 0.1]), captured)).toBeCloseTo(0, 6);
  // In another order: the second was the most probable.
  expect(largestDifference(logitsOf([0.32, 0.48, 0.1, 0.1]), captured)).toBeCloseTo(0.18, 6);
});
