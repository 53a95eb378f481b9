import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyBounds, entropyBoundsOfUnknownTail } from './entropy.ts';

/** A distribution, most probable first; some tokens may be equal, some nearly impossible. */
const distribution = fc
  .array(fc.oneof(fc.double({ min: -30, max: 0, noNaN: true }), fc.integer({ min: -4, max: 0 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((logits) => {
    const weights = logits.map(Math.exp).sort((a, b) => b - a);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });

const entropy = (probabilities: readonly number[]) =>
  probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('entropyBounds', () => {
  it('contains the exact entropy for any distribution cut anywhere', () => {
    fc.assert(
      fc.property(distribution, fc.nat(), (probabilities, cut) => {
        const captured = 1 + (cut % probabilities.length);
        const head = probabilities.slice(0, captured);
        const tail = probabilities.slice(captured);
        const { low, high } = entropyBounds(head, sum(tail), tail.length, head.at(-1) ?? 0);
        const exact = entropy(probabilities);
        expect(low).toBeLessThanOrEqual(exact + 1e-9);
        expect(high).toBeGreaterThanOrEqual(exact - 1e-9);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is exact when nothing is left out', () => {
    const { low, high } = entropyBounds([0.5, 0.25, 0.25], 0, 0, 0);
    expect(low).toBe(1.5);
    expect(high).toBe(1.5);
  });

  it('is narrow when the tail is light', () => {
    const { low, high } = entropyBounds([0.9, 0.0999], 0.0001, 50_000, 1e-6);
    expect(high - low).toBeLessThan(0.001);
  });

  it('never goes below zero for a certain token', () => {
    expect(entropyBounds([1], 0, 100, 0)).toEqual({ low: 0, high: 0 });
  });
});

describe('entropyBoundsOfUnknownTail', () => {
  it('contains the exact entropy although the mass of the tail is unknown', () => {
    fc.assert(
      fc.property(distribution, fc.nat(), (probabilities, cut) => {
        const captured = 1 + (cut % probabilities.length);
        const head = probabilities.slice(0, captured);
        const mass = sum(head);
        const last = head.at(-1) ?? 0;
        const count = probabilities.length - captured;
        const normalised = head.map((probability) => probability / mass);
        const most = (count * last) / (mass + count * last);
        const { low, high } = entropyBoundsOfUnknownTail(normalised, most, count);
        const exact = entropy(probabilities);
        expect(low).toBeLessThanOrEqual(exact + 1e-9);
        expect(high).toBeGreaterThanOrEqual(exact - 1e-9);
      }),
      { numRuns: 2_000 },
    );
  });
});
