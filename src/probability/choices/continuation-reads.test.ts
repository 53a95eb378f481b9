/** Which distributions continuations need, and their sums. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continuationReads, ContinuationSums } from './continuation-reads.ts';

const lists = fc.array(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 8,
});
/** Any function of a token and what stands before it will do as a model. */
const logprobOf = (path: readonly number[], tokenId: number): number =>
  -1 - ((path.reduce((sum, id) => sum * 7 + id + 1, 3) + tokenId * 13) % 11);

describe('the distributions of continuations', () => {
  it('are read together for what stands at the same place', () => {
    expect(continuationReads([[5, 6], [5, 7], [8]])).toEqual([
      { path: [], wanted: [5, 8] },
      { path: [5], wanted: [6, 7] },
    ]);
  });

  it('are each read once, every one behind those that its path goes through', () => {
    fc.assert(
      fc.property(lists, (continuations) => {
        const reads = continuationReads(continuations);
        const paths = reads.map(({ path }) => path.join());
        expect(new Set(paths).size).toBe(paths.length);
        for (const [index, { path }] of reads.entries())
          if (path.length > 0) expect(paths.slice(0, index)).toContain(path.slice(0, -1).join());
        const needed = new Set(
          continuations.flatMap((ids) => ids.map((_, length) => ids.slice(0, length).join())),
        );
        expect(new Set(paths)).toEqual(needed);
      }),
    );
  });

  it('add up to the probability of each continuation, whichever others are read with it', () => {
    fc.assert(
      fc.property(lists, (continuations) => {
        const sums = new ContinuationSums();
        for (const { path, wanted } of continuationReads(continuations))
          for (const tokenId of wanted)
            sums.add(path, tokenId, { logprob: logprobOf(path, tokenId), isFirst: tokenId === 0 });
        for (const ids of continuations) {
          const expected = ids.reduce((sum, id, at) => sum + logprobOf(ids.slice(0, at), id), 0);
          expect(sums.of(ids)).toEqual({ logprob: expected, isGreedy: ids.every((id) => id === 0) });
        }
      }),
    );
  });

  it('that were not read are missed', () => {
    const sums = new ContinuationSums();
    sums.add([], 5, { logprob: -1, isFirst: true });
    expect(() => sums.of([5, 6])).toThrow(RangeError);
  });
});
