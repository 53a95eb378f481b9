/**
 * Beam search on a synthetic model whose every path can be counted.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchBeam } from './beam-search.ts';
import { allPaths, createMarkovSource, endToken } from './testing/markov-source.ts';

const size = 4;
const isEnd = (tokenId: number): boolean => tokenId === endToken;
const anySeed = fc.integer({ min: 0, max: 0xffff_ffff });

describe('beam search', () => {
  it('finds the best path of all when it is wide enough for all, by either score', () =>
    fc.assert(
      fc.asyncProperty(anySeed, fc.boolean(), async (seed, isNormalised) => {
        const source = createMarkovSource(seed, size);
        const length = 4;
        const beams = await searchBeam(
          (path) => source.ask(path, size),
          { width: size ** length, length, isNormalised },
          isEnd,
        );
        const scores = [...allPaths(source, size, length)].map(([path, probability]) =>
          isNormalised ? Math.log(probability) / path.split(' ').length : Math.log(probability),
        );
        expect(beams?.[0]?.score).toBeCloseTo(Math.max(...scores), 9);
        expect(beams).toHaveLength(scores.length);
      }),
      { numRuns: 30 },
    ));

  it('of width 1 is the greedy path, normalised or not', () =>
    fc.assert(
      fc.asyncProperty(anySeed, fc.boolean(), async (seed, isNormalised) => {
        const source = createMarkovSource(seed, size);
        const beams = await searchBeam(
          (path) => source.ask(path, size),
          { width: 1, length: 6, isNormalised },
          isEnd,
        );
        const greedy: number[] = [];
        while (greedy.length < 6 && greedy.at(-1) !== endToken)
          greedy.push((await source.ask(greedy, 1))?.ids[0] ?? -1);
        expect(beams?.map(({ tokenIds }) => tokenIds)).toEqual([greedy]);
      }),
    ));

  it('keeps at most its width, best first, each with the probability of its path', () =>
    fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 6 }), async (seed, width) => {
        const source = createMarkovSource(seed, size);
        const beams =
          (await searchBeam(
            (path) => source.ask(path, size),
            { width, length: 5, isNormalised: false },
            isEnd,
          )) ?? [];
        expect(beams.length).toBeLessThanOrEqual(width);
        const scores = beams.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        for (const { tokenIds, logprob, isEnded } of beams) {
          const expected = tokenIds.reduce(
            (sum, id, index) => sum + Math.log(source.probability(tokenIds.slice(0, index), id)),
            0,
          );
          expect(logprob).toBeCloseTo(expected, 9);
          expect(isEnded).toBe(tokenIds.at(-1) === endToken);
        }
      }),
    ));

  it('prefers the longer path only when lengths are normalised', async () => {
    // After the start: the end with 0.4, or token 1 with 0.6 that goes on with 0.6 each time.
    const ask = () =>
      Promise.resolve({
        ids: [1, endToken],
        probabilities: [0.6, 0.4],
        vocabularySize: 2,
        endProbability: 0.4,
      });
    const settings = { width: 8, length: 3 };
    const plain = await searchBeam(ask, { ...settings, isNormalised: false }, isEnd);
    const normalised = await searchBeam(ask, { ...settings, isNormalised: true }, isEnd);
    expect(plain?.[0]?.tokenIds).toEqual([endToken]);
    expect(normalised?.[0]?.tokenIds).toEqual([1, 1, 1]);
  });
});
