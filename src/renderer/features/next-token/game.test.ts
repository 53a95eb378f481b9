/**
 * What the picks of a game cost, and what a distribution says about the rest.
 */
import { expect, test } from 'vitest';
import type { Distribution } from '#contract/engine.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { choicesOf, pickOf, scoreOf } from './game.ts';
import { listKey } from './list-key.ts';
import { readDistribution } from './read-distribution.ts';

/** Half, a quarter, and two tokens that share the last quarter; only the first two are listed. */
function distribution(change: Partial<Distribution> = {}): Distribution {
  const logits = Float32Array.of(Math.log(0.5), Math.log(0.25));
  return {
    vocabularySize: 4,
    ids: new Uint8Array(Uint32Array.of(7, 3).buffer),
    logits: new Uint8Array(logits.buffer),
    logZ: Math.LN2,
    isLogZExact: true,
    endLogprob: Math.log(0.125),
    entropyBits: null,
    wanted: [],
    profile: testProfile,
    ...change,
  };
}

test('probabilities are over the whole vocabulary, and the rest is the tail', () => {
  const reading = readDistribution(distribution());
  expect(reading.candidates.map(({ probability }) => probability)).toEqual([
    expect.closeTo(0.5, 6),
    expect.closeTo(0.25, 6),
  ]);
  expect(reading.tail).toEqual({ count: 2, probability: expect.closeTo(0.25, 6) });
  expect(reading.margin).toBeCloseTo(0.25, 6);
  expect(reading.endProbability).toBeCloseTo(0.125, 6);
});

test('the entropy lies between its bounds, and is one number when it was computed', () => {
  const { low, high } = readDistribution(distribution()).entropyBits;
  expect(low).toBeLessThanOrEqual(1.75);
  expect(high).toBeCloseTo(1.75, 5);
  expect(readDistribution(distribution({ entropyBits: 1.75 })).entropyBits).toEqual({
    low: 1.75,
    high: 1.75,
  });
});

test('a score adds the bits of the picks, of the favourites, and of the expectation', () => {
  const reading = readDistribution(distribution({ entropyBits: 1.75 }));
  const picks = [pickOf(reading, 7), pickOf(reading, 3)].filter((pick) => pick !== null);
  const score = scoreOf(picks);
  expect(score).toMatchObject({ count: 2, favourites: 1, expectedBits: { low: 3.5, high: 3.5 } });
  expect(score.bits).toBeCloseTo(3, 5);
  expect(score.greedyBits).toBeCloseTo(2, 5);
});

test('a token outside the list cannot be picked', () => {
  expect(pickOf(readDistribution(distribution()), 1)).toBeNull();
});

test('the order of the choices tells nothing about their probabilities', () => {
  expect(choicesOf(readDistribution(distribution()), (id) => (id === 7 ? 'z' : 'a'))).toEqual([3, 7]);
});

test('digits and Enter take a row, arrows stay inside the list, shortcuts pass', () => {
  const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false, altKey: false });
  expect(listKey(key('3'), 0, 5)).toEqual({ index: 2, isTaken: true });
  expect(listKey(key('Enter'), 4, 5)).toEqual({ index: 4, isTaken: true });
  expect(listKey(key('ArrowDown'), 4, 5)).toEqual({ index: 4, isTaken: false });
  expect(listKey(key('6'), 0, 5)).toBeNull();
  expect(listKey(key('1', true), 0, 5)).toBeNull();
});
