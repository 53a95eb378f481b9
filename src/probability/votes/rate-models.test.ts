/**
 * Ratings from votes: values that were worked out by hand, what must not matter, and when there is no number.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBradleyTerry } from './bradley-terry.ts';
import { type ModelRating, rateModels } from './rate-models.ts';
import type { Choice, Vote } from './win-matrix.ts';

const times = (count: number, vote: Vote): Vote[] => Array.from({ length: count }, () => vote);
const vote = (a: string, b: string, choice: Choice): Vote => ({ a, b, choice });
const of = (ratings: readonly ModelRating[], modelId: string): ModelRating => {
  const found = ratings.find((each) => each.modelId === modelId);
  if (found === undefined) throw new Error('the model is rated');
  return found;
};
const pointsOf = (ratings: readonly ModelRating[], modelId: string): number => {
  const { rating } = of(ratings, modelId);
  if (rating.kind !== 'rated') throw new Error(`no rating: ${rating.reason}`);
  return rating.points;
};
const threeToOne = [...times(3, vote('x', 'y', 'a')), vote('x', 'y', 'b')];

describe('the strengths of Bradley and Terry', () => {
  it('of two models with 3 to 1 votes differ by ln 3', () => {
    const strengths = fitBradleyTerry([Float64Array.of(0, 3), Float64Array.of(1, 0)]);
    expect((strengths?.[0] ?? NaN) - (strengths?.[1] ?? NaN)).toBeCloseTo(Math.log(3), 10);
    expect(strengths?.[0]).toBeCloseTo(Math.log(3) / 2, 10);
  });

  it('of a chain add up: 2 to 1 and 4 to 1 make 8 to 1', () => {
    const strengths = fitBradleyTerry([
      Float64Array.of(0, 2, 0),
      Float64Array.of(1, 0, 4),
      Float64Array.of(0, 1, 0),
    ]);
    expect((strengths?.[0] ?? NaN) - (strengths?.[2] ?? NaN)).toBeCloseTo(Math.log(8), 9);
  });

  it('are reached even where one model is a million times as strong', () => {
    const strengths = fitBradleyTerry([Float64Array.of(0, 1e6), Float64Array.of(1, 0)]);
    expect((strengths?.[0] ?? NaN) - (strengths?.[1] ?? NaN)).toBeCloseTo(Math.log(1e6), 6);
  });

  it('expect of every model as many wins as it had', () => {
    const table = fc.integer({ min: 2, max: 6 }).chain((count) =>
      fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: count, maxLength: count }), {
        minLength: count,
        maxLength: count,
      }),
    );
    fc.assert(
      fc.property(table, (rows) => {
        const wins = rows.map((row, i) => Float64Array.from(row, (won, j) => (i === j ? 0 : won)));
        const strengths = fitBradleyTerry(wins) ?? new Float64Array();
        for (const [i, row] of wins.entries()) {
          let expected = 0;
          for (const [j, won] of row.entries()) {
            const met = won + (wins[j]?.[i] ?? 0);
            if (i !== j) expected += met / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0)));
          }
          expect(expected).toBeCloseTo(
            row.reduce((sum, won) => sum + won, 0),
            6,
          );
        }
      }),
    );
  });

  it('do not exist where one model never lost', () => {
    expect(fitBradleyTerry([Float64Array.of(0, 3), Float64Array.of(0, 0)])).toBeNull();
    expect(fitBradleyTerry([])).toBeNull();
  });
});

describe('ratings', () => {
  it('of 3 to 1 votes are 400 · log10(3) points apart, around 1,000', () => {
    const ratings = rateModels(threeToOne);
    expect(pointsOf(ratings, 'x')).toBeCloseTo(1_095.424, 3);
    expect(pointsOf(ratings, 'y')).toBeCloseTo(904.576, 3);
    expect(of(ratings, 'x')).toMatchObject({ wins: 3, losses: 1, ties: 0, bothBad: 0, votes: 4 });
    expect(of(ratings, 'y')).toMatchObject({ wins: 1, losses: 3, votes: 4 });
    expect(ratings.map(({ modelId }) => modelId)).toEqual(['x', 'y']);
  });

  it('count a tie as half a win for each: a win and a tie are 3 to 1', () => {
    const ratings = rateModels([vote('x', 'y', 'a'), vote('x', 'y', 'tie')]);
    expect(pointsOf(ratings, 'x') - pointsOf(ratings, 'y')).toBeCloseTo(400 * Math.log10(3), 6);
  });

  it('are not moved by “both bad”, which is counted', () => {
    const ratings = rateModels([...threeToOne, ...times(20, vote('y', 'x', 'bothBad'))]);
    expect(ratings.map(({ rating }) => rating)).toEqual(rateModels(threeToOne).map(({ rating }) => rating));
    expect(of(ratings, 'y')).toMatchObject({ bothBad: 20, votes: 24 });
  });

  it('have a bound only where few resamples of the votes are without one', () => {
    // Of 4 votes, 3 to 1, a resample holds wins only with p = 0.75⁴ = 32 %, and losses only with 0.4 %.
    const { rating } = of(rateModels(threeToOne), 'x');
    if (rating.kind !== 'rated') throw new Error('it has a rating');
    expect(rating.high).toBeNull();
    expect(rating.low).toBeLessThan(rating.points);
  });

  it.each([1, 5])(
    'have no interval where all votes are the same: %i ties say nothing of the spread',
    (count) => {
      const { rating } = of(rateModels(times(count, vote('x', 'y', 'tie'))), 'x');
      expect(rating).toEqual({ kind: 'rated', points: 1_000, low: null, high: null });
    },
  );

  it('have an interval as wide as the binomial one where votes are many', () => {
    // 300 to 100: log odds ln 3 ± 1.96 · √(1/300 + 1/100) = ± 0.2263, in points of one model: half of that · 173.7 = 19.7.
    const { rating } = of(
      rateModels([...times(300, vote('x', 'y', 'a')), ...times(100, vote('y', 'x', 'a'))]),
      'x',
    );
    if (rating.kind !== 'rated') throw new Error('it has a rating');
    expect(Math.abs(rating.points - (rating.low ?? NaN) - 19.7)).toBeLessThan(2);
    expect(Math.abs((rating.high ?? NaN) - rating.points - 19.7)).toBeLessThan(2);
  });

  it('are mirrored when every vote is turned round', () => {
    const turned = threeToOne.map(({ a, b, choice }) => vote(a, b, choice === 'a' ? 'b' : 'a'));
    expect(pointsOf(rateModels(turned), 'x')).toBeCloseTo(pointsOf(rateModels(threeToOne), 'y'), 9);
  });

  const anyVote = fc
    .record({
      a: fc.constantFrom('p', 'q', 'r', 's'),
      b: fc.constantFrom('p', 'q', 'r', 's'),
      choice: fc.constantFrom<Choice>('a', 'b', 'tie', 'bothBad'),
    })
    .filter(({ a, b }) => a !== b);
  const anyVotes = fc.array(anyVote, { minLength: 1, maxLength: 40 });

  it('do not depend on the order of the votes, nor on which side a model stood', () => {
    fc.assert(
      fc.property(
        anyVotes.chain((votes) =>
          fc.tuple(
            fc.constant(votes),
            fc.shuffledSubarray(votes, { minLength: votes.length }),
            fc.array(fc.boolean(), { minLength: votes.length, maxLength: votes.length }),
          ),
        ),
        ([votes, shuffled, turns]) => {
          const other = { a: 'b', b: 'a', tie: 'tie', bothBad: 'bothBad' } as const;
          const sides = shuffled.map((each, index) =>
            turns[index] ? vote(each.b, each.a, other[each.choice]) : each,
          );
          expect(rateModels(sides)).toEqual(rateModels(votes));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('do not depend on how the models are called', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const renamed = rateModels(votes.map(({ a, b, choice }) => vote(mirror(a), mirror(b), choice)));
        for (const { modelId, rating } of rateModels(votes)) {
          const twin = of(renamed, mirror(modelId)).rating;
          expect(twin.kind).toBe(rating.kind);
          if (rating.kind === 'rated' && twin.kind === 'rated')
            expect(twin.points).toBeCloseTo(rating.points, 6);
        }
      }),
      { numRuns: 20 },
    );
    function mirror(id: string): string {
      return { p: 's', q: 'r', r: 'q', s: 'p' }[id] ?? id;
    }
  });

  it('are never infinite and have their mean at 1,000', () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const points = rateModels(votes).flatMap(({ rating }) =>
          rating.kind === 'rated' ? [rating.points] : [],
        );
        expect(points.every(Number.isFinite)).toBe(true);
        if (points.length > 0)
          expect(points.reduce((sum, each) => sum + each, 0) / points.length).toBeCloseTo(1_000, 6);
      }),
      { numRuns: 20 },
    );
  });
});

describe('there is no rating', () => {
  const reasonOf = (votes: readonly Vote[], modelId: string): string => {
    const { rating } = of(rateModels(votes), modelId);
    return rating.kind === 'rated' ? 'rated' : rating.reason;
  };

  it('without votes', () => {
    expect(rateModels([])).toEqual([]);
  });

  it('of a model that never lost, and of one that never won', () => {
    const votes = times(5, vote('x', 'y', 'a'));
    expect([reasonOf(votes, 'x'), reasonOf(votes, 'y')]).toEqual(['neverLost', 'neverWon']);
  });

  it('of a model that never lost, while the others keep theirs', () => {
    const votes = [...threeToOne, vote('best', 'x', 'a'), vote('best', 'y', 'a')];
    expect(reasonOf(votes, 'best')).toBe('neverLost');
    expect(pointsOf(rateModels(votes), 'x')).toBeCloseTo(1_095.424, 3);
  });

  it('of models of which only “both bad” was said', () => {
    expect(reasonOf([vote('x', 'y', 'bothBad')], 'x')).toBe('noVotes');
  });

  it('on one scale of two groups that never met, or of which one always won', () => {
    const inside = [vote('x', 'y', 'a'), vote('x', 'y', 'b'), vote('v', 'w', 'a'), vote('v', 'w', 'b')];
    for (const votes of [inside, [...inside, vote('x', 'v', 'a')]])
      expect(['x', 'y', 'v', 'w'].map((modelId) => reasonOf(votes, modelId))).toEqual([
        'apart',
        'apart',
        'apart',
        'apart',
      ]);
    expect(reasonOf([...inside, vote('x', 'v', 'tie')], 'x')).toBe('rated');
  });
});
