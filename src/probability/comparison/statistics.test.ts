import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perplexityRatio } from './perplexity-ratio.ts';
import { covarianceOfMeans, estimate, estimateShare, percentileOf } from './statistics.ts';
import { summariseDivergences } from './summarise-divergences.ts';

describe('a mean', () => {
  it('has the standard error of the sample: √(Σ(x − x̄)² / n / (n − 1))', () => {
    const found = estimate([1, 2, 3, 4]);
    expect(found.mean).toBe(2.5);
    expect(found.error).toBeCloseTo(Math.sqrt(5 / 4 / 3), 12);
    expect(estimate([7])).toEqual({ mean: 7, error: 0 });
  });

  it('of yes and no is a share, with the error that the same values have as numbers', () => {
    expect(estimateShare(3, 4).mean).toBe(0.75);
    expect(estimateShare(3, 4).error).toBeCloseTo(estimate([1, 1, 1, 0]).error, 12);
    expect(estimateShare(1, 1).error).toBe(0);
  });

  it('of paired values has a covariance that is the variance of each with itself', () => {
    const values = [1, 5, 2, 8];
    expect(covarianceOfMeans(values, values)).toBeCloseTo(estimate(values).error ** 2, 12);
    expect(covarianceOfMeans([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1 / 3, 12);
  });
});

describe('a percentile', () => {
  it('lies between the two nearest values', () => {
    const sorted = [0, 10, 20, 30];
    expect([0, 0.5, 1, 1 / 3, 0.25].map((fraction) => percentileOf(sorted, fraction))).toEqual([
      0, 15, 30, 10, 7.5,
    ]);
    expect(percentileOf([], 0.5)).toBeNaN();
    expect(percentileOf([1, Infinity, Infinity], 0.75)).toBe(Infinity);
  });
});

const logprobs = fc.array(
  fc.tuple(fc.double({ min: -20, max: 0, noNaN: true }), fc.double({ min: -20, max: 0, noNaN: true })),
  {
    minLength: 2,
    maxLength: 50,
  },
);

describe('the ratio of two perplexities', () => {
  it('is the quotient of both, and its paired error that of the differences', () => {
    fc.assert(
      fc.property(logprobs, (pairs) => {
        const a = Float64Array.from(pairs, ([left]) => left);
        const b = Float64Array.from(pairs, ([, right]) => right);
        const { reference, other, ratio, logRatio, tokens } = perplexityRatio(a, b);
        expect(tokens).toBe(pairs.length);
        expect(ratio.mean / (other.mean / reference.mean)).toBeCloseTo(1, 9);
        const differences = estimate(pairs.map(([left, right]) => left - right));
        expect(logRatio.mean).toBeCloseTo(differences.mean, 9);
        // √ of a difference of nearly equal squares keeps about half of its digits.
        expect(Math.abs(logRatio.error - differences.error)).toBeLessThan(1e-6);
      }),
    );
  });

  it('is one, without error and without shift, for a model against itself', () => {
    const own = Float64Array.of(-1, -2, -0.5);
    const found = perplexityRatio(own, own);
    expect(found.ratio).toEqual({ mean: 1, error: 0 });
    expect(found.correlation).toBeCloseTo(1, 12);
    expect(found.shiftRms).toBe(0);
  });

  it('says how the probability of the given token moved', () => {
    const found = perplexityRatio(
      Float64Array.of(Math.log(0.5), Math.log(0.5)),
      Float64Array.of(Math.log(0.75), Math.log(0.25)),
    );
    expect(found.shift.mean).toBeCloseTo(0, 12);
    expect(found.shiftRms).toBeCloseTo(0.25, 12);
    expect(found.shiftPercentiles.at(0)?.value).toBeCloseTo(-0.25, 12);
    expect(found.shiftPercentiles.at(-1)?.value).toBeCloseTo(0.25, 12);
  });
});

describe('a summary of divergences', () => {
  it('has the mean, the percentiles and the shares', () => {
    const one = { reverseKldNats: 0, jensenShannonBits: 0, totalVariation: 0 };
    const found = summariseDivergences([
      { ...one, kldNats: 1, isTopSame: true, sharedOfTopTen: 10 },
      { ...one, kldNats: 3, isTopSame: false, sharedOfTopTen: 5 },
    ]);
    expect(found?.kldNats.mean).toBe(2);
    expect(found?.topSame.mean).toBe(0.5);
    expect(found?.topTenShared.mean).toBe(0.75);
    expect(found?.kldPercentiles.find(({ fraction }) => fraction === 0.5)?.nats).toBe(2);
    expect(summariseDivergences([])).toBeNull();
  });
});
