import { describe, expect, it } from 'vitest';
import { completeRow, truncateRow } from './logits-row.ts';

describe('completeRow', () => {
  it('orders by logit, equal logits by id, and normalises over all of them', () => {
    const row = completeRow([1, 3, 1, 3]);
    expect([...row.ids]).toEqual([1, 3, 0, 2]);
    expect([...row.logits]).toEqual([3, 3, 1, 1]);
    expect(row.maxLogit).toBe(3);
    expect(row.logZ).toBeCloseTo(Math.log(2 + 2 * Math.exp(-2)), 12);
  });

  it('refuses an empty vocabulary and a logit that is not a number', () => {
    expect(() => completeRow([])).toThrow(RangeError);
    expect(() => completeRow([1, Number.NaN])).toThrow(RangeError);
  });
});

it('truncateRow keeps the normaliser of the whole vocabulary', () => {
  const row = completeRow([1, 3, 2]);
  const top = truncateRow(row, 2);
  expect([...top.ids]).toEqual([1, 2]);
  expect(top.logZ).toBe(row.logZ);
});
