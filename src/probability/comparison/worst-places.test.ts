/**
 * The list of the worst disagreements: its order, its length, and the two distributions of each place.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostWorstPlaces, withPlace, type WorstPlace } from './worst-places.ts';

const row = Float32Array.from([Math.log(0.5), Math.log(0.3), Math.log(0.2)]);

const placesOf = (klds: readonly number[]): readonly WorstPlace[] =>
  klds.reduce<readonly WorstPlace[]>((places, kld, token) => withPlace(places, token, kld, row, row), []);

describe('the worst places', () => {
  it('are those of the largest divergences, largest first and earlier ones first among equals', () => {
    const klds = fc.array(fc.oneof(fc.nat(5), fc.constant(Infinity)), { maxLength: 60 });
    fc.assert(
      fc.property(klds, (values) => {
        const sorted = [...values.entries()].sort(([, left], [, right]) =>
          left === right ? 0 : right > left ? 1 : -1,
        );
        const expected = sorted.slice(0, mostWorstPlaces).map(([token, kldNats]) => ({ token, kldNats }));
        expect(placesOf(values).map(({ token, kldNats }) => ({ token, kldNats }))).toEqual(expected);
      }),
    );
  });

  it('hold what each model expects there, most probable first, without what is impossible', () => {
    const other = Float32Array.from([-Infinity, 1 + Math.log(0.25), 1 + Math.log(0.75)]);
    const [place] = withPlace([], 7, 2, row, other);
    expect(place?.token).toBe(7);
    expect(place?.reference.map(({ tokenId }) => tokenId)).toEqual([0, 1, 2]);
    expect(place?.reference[0]?.logprob).toBeCloseTo(Math.log(0.5), 6);
    expect(place?.other.map(({ tokenId }) => tokenId)).toEqual([2, 1]);
    expect(place?.other[1]?.logprob).toBeCloseTo(Math.log(0.25), 6);
  });

  it('have at most ten candidates', () => {
    const wide = Float32Array.from({ length: 40 }, (_, id) => id / 10);
    const [place] = withPlace([], 0, 1, wide, wide);
    expect(place?.other.map(({ tokenId }) => tokenId)).toEqual([39, 38, 37, 36, 35, 34, 33, 32, 31, 30]);
  });
});
