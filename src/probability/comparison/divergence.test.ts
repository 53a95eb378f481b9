import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergenceOf, topIdsOf } from './divergence.ts';
import { logprobIn, logSumExp } from './log-softmax.ts';

const row = (length: number) =>
  fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: length, maxLength: length });
const pair = fc.integer({ min: 2, max: 40 }).chain((length) => fc.tuple(row(length), row(length)));

describe('the divergence of two distributions', () => {
  it('is what the definitions say for two tokens', () => {
    const logits = (p: number): Float32Array => Float32Array.of(Math.log(p), Math.log(1 - p));
    const found = divergenceOf(logits(0.75), logits(0.5));
    expect(found.kldNats).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 6);
    expect(found.reverseKldNats).toBeCloseTo(0.5 * Math.log(2 / 3) + 0.5 * Math.log(2), 6);
    const middle = [0.625, 0.375] as const;
    const shannon =
      (0.75 * Math.log2(0.75 / middle[0]) +
        0.25 * Math.log2(0.25 / middle[1]) +
        0.5 * Math.log2(0.5 / middle[0]) +
        0.5 * Math.log2(0.5 / middle[1])) /
      2;
    expect(found.jensenShannonBits).toBeCloseTo(shannon, 6);
    expect(found.totalVariation).toBeCloseTo(0.25, 6);
    expect(found).toMatchObject({ sharedOfTopTen: 2 });
  });

  it('is nothing between a distribution and itself, however its logits are shifted', () => {
    fc.assert(
      fc.property(row(30), fc.integer({ min: -8, max: 8 }), (logits, shift) => {
        const left = Float32Array.from(logits);
        const found = divergenceOf(
          left,
          Float32Array.from(left, (logit) => logit + shift),
        );
        expect(found.kldNats).toBeLessThan(1e-5);
        expect(found.jensenShannonBits).toBeLessThan(1e-5);
        expect(found.totalVariation).toBeLessThan(1e-4);
      }),
    );
  });

  it('is never negative, and bounded where the definition is', () => {
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const found = divergenceOf(Float32Array.from(left), Float32Array.from(right));
        expect(found.kldNats).toBeGreaterThanOrEqual(0);
        expect(found.reverseKldNats).toBeGreaterThanOrEqual(0);
        expect(found.jensenShannonBits).toBeLessThanOrEqual(1);
        expect(found.totalVariation).toBeLessThanOrEqual(1);
        // Pinsker: total variation is at most √(KL / 2).
        expect(found.totalVariation).toBeLessThanOrEqual(Math.sqrt(found.kldNats / 2) + 1e-6);
      }),
    );
  });

  it('treats both sides alike where the definition does', () => {
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const [p, q] = [Float32Array.from(left), Float32Array.from(right)];
        const [there, back] = [divergenceOf(p, q), divergenceOf(q, p)];
        expect(there.jensenShannonBits).toBeCloseTo(back.jensenShannonBits, 9);
        expect(there.totalVariation).toBeCloseTo(back.totalVariation, 9);
        expect(there.kldNats).toBeCloseTo(back.reverseKldNats, 9);
        expect(there.sharedOfTopTen).toBe(back.sharedOfTopTen);
      }),
    );
  });

  it('is without bound where the other excludes what may come, and counts what both exclude as nothing', () => {
    const p = Float32Array.of(1, 1, -Infinity);
    const q = Float32Array.of(1, -Infinity, -Infinity);
    const found = divergenceOf(p, q);
    expect(found.kldNats).toBe(Infinity);
    expect(found.reverseKldNats).toBeCloseTo(Math.log(2), 6);
    expect(found.totalVariation).toBeCloseTo(0.5, 6);
    expect(Number.isFinite(found.jensenShannonBits)).toBe(true);
  });

  it('refuses rows of two vocabularies', () => {
    expect(() => divergenceOf(new Float32Array(3), new Float32Array(4))).toThrow('different vocabularies');
  });
});

describe('the most probable tokens of a row', () => {
  it('are those of a sort by logit, then by id', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 }), (logits) => {
        const sorted = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
        expect(topIdsOf(Float32Array.from(logits))).toEqual(sorted.slice(0, 10));
      }),
    );
  });
});

describe('a row as log-probabilities', () => {
  it('sums to one over the row, also far from zero', () => {
    for (const shift of [0, 700, -700]) {
      const logits = Float32Array.of(1 + shift, 2 + shift, 3 + shift, -Infinity);
      const sum = [0, 1, 2, 3].reduce((total, id) => total + Math.exp(logprobIn(logits, id)), 0);
      expect(sum).toBeCloseTo(1, 9);
    }
    expect(logSumExp(Float32Array.of(-Infinity))).toBe(-Infinity);
  });
});
