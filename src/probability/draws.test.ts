import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../fixtures/chi-square-tail.ts';
import { philox, uniform } from './draws.ts';

function chiSquare(counts: readonly number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('philox', () => {
  it('gives the known answers of Random123 (kat_vectors, philox4x32 10)', () => {
    const ones = 0xffff_ffff;
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('uniform', () => {
  it('stays in [0, 1) for any seed and position', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.maxSafeNat(),
        fc.constantFrom('token' as const, 'xtc' as const),
        (seed, position, stream) => {
          const draw = uniform(seed, position, stream);
          expect(draw).toBeGreaterThanOrEqual(0);
          expect(draw).toBeLessThan(1);
        },
      ),
    );
  });

  it('depends on seed, position and stream, and on nothing else', () => {
    const draw = uniform(42, 7, 'token');
    expect(uniform(42, 7, 'token')).toBe(draw);
    const others = [
      uniform(43, 7, 'token'),
      uniform(42, 8, 'token'),
      uniform(42, 7, 'xtc'),
      uniform(42, 7 + 2 ** 32, 'token'),
    ];
    expect(new Set([draw, ...others]).size).toBe(5);
  });

  it.each([
    ['successive positions', (index: number) => uniform(1, index, 'token')],
    ['successive seeds', (index: number) => uniform(index, 0, 'token')],
    ['the second stream', (index: number) => uniform(1, index, 'xtc')],
  ])('is uniform over %s (χ² of 100,000 draws in 100 bins, p > 1e-4)', (_, draw) => {
    const counts = new Array<number>(100).fill(0);
    const total = 100_000;
    for (let index = 0; index < total; index++) {
      const bin = Math.floor(draw(index) * counts.length);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(chiSquareTail(chiSquare(counts, total), counts.length - 1)).toBeGreaterThan(1e-4);
  });

  it('draws successive positions independently (χ² of pairs in a 20 × 20 grid, p > 1e-4)', () => {
    const counts = new Array<number>(400).fill(0);
    const pairs = 100_000;
    for (let index = 0; index < pairs; index++) {
      const bin =
        Math.floor(uniform(9, 2 * index, 'token') * 20) * 20 +
        Math.floor(uniform(9, 2 * index + 1, 'token') * 20);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(chiSquareTail(chiSquare(counts, pairs), counts.length - 1)).toBeGreaterThan(1e-4);
  });
});
