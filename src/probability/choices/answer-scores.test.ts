/** Scores of answers, and how often the favourite is right. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerScore,
  answerScorings,
  answerShares,
  favouriteAnswer,
  type AnswerFacts,
} from './answer-scores.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** A short answer that is likely in any text, against a long one that the question makes likely. */
const short: AnswerFacts = { logprob: -4, neutralLogprob: -3.5, tokens: 1, characters: 2, bytes: 2 };
const long: AnswerFacts = { logprob: -6, neutralLogprob: -12, tokens: 4, characters: 12, bytes: 14 };

describe('the score of an answer', () => {
  it('is its sum, divided by its length in three units, or without what it has behind a neutral prompt', () => {
    expect(answerScorings.map((scoring) => answerScore(scoring, long))).toEqual([-6, -1.5, -0.5, -6 / 14, 6]);
  });

  it('has no value against a neutral prompt that was not read, and then nobody is the favourite', () => {
    const without = { ...long, neutralLogprob: null };
    expect(answerScore('neutral', without)).toBeNull();
    expect(favouriteAnswer('neutral', [short, without])).toBeNull();
  });

  it('makes another answer the favourite than the sum does', () => {
    const favourites = answerScorings.map((scoring) => favouriteAnswer(scoring, [short, long]));
    expect(favourites).toEqual([0, 1, 1, 1, 1]);
  });

  it('of two that are equal makes the first the favourite', () => {
    expect(favouriteAnswer('sum', [long, short, short])).toBe(1);
  });
});

describe('the shares of answers', () => {
  const sums = fc.array(fc.double({ min: -2_000, max: 0, noNaN: true }), { minLength: 1, maxLength: 26 });

  it('sum to 1 and stand in the order of the sums, however small those are', () => {
    fc.assert(
      fc.property(sums, (logprobs) => {
        const shares = answerShares(logprobs);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        for (const [a, first] of logprobs.entries())
          for (const [b, second] of logprobs.entries())
            if (first > second) expect(shares[a]).toBeGreaterThanOrEqual(shares[b] ?? 2);
      }),
    );
  });

  it('do not change when all sums move together', () => {
    for (const [index, share] of answerShares([-1, -2, -3]).entries())
      expect(share).toBeCloseTo(answerShares([-901, -902, -903])[index] ?? 0, 12);
  });
});

describe('the interval around a share', () => {
  it('is Wilson’s', () => {
    // Brown, Cai and DasGupta, "Interval estimation for a binomial proportion" (2001): the formula, by hand for 8 of 10.
    const { share, low, high } = wilsonInterval(8, 10);
    expect(share).toBe(0.8);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it('holds the share, stays within 0 and 1, and becomes narrower with more questions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 500 }), (count, hits) => {
        const some = wilsonInterval(Math.min(hits, count), count);
        const more = wilsonInterval(4 * Math.min(hits, count), 4 * count);
        expect(some.low).toBeGreaterThanOrEqual(0);
        expect(some.high).toBeLessThanOrEqual(1);
        expect(some.low).toBeLessThanOrEqual(some.share);
        expect(some.high).toBeGreaterThanOrEqual(some.share);
        expect(more.high - more.low).toBeLessThan(some.high - some.low);
      }),
    );
  });

  it('is not a point where all or none are right', () => {
    expect(wilsonInterval(0, 5)).toMatchObject({ low: 0 });
    expect(wilsonInterval(0, 5).high).toBeCloseTo(0.4345, 4);
    expect(wilsonInterval(5, 5).low).toBeCloseTo(0.5655, 4);
  });
});
