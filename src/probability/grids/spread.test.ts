/** The spread of a row or a column. */
import { expect, it } from 'vitest';
import { spreadOf } from './spread.ts';

it('the spread is the largest value minus the smallest, whatever is missing between them', () => {
  expect(spreadOf([0.58, null, 0.25, 0.5])).toBeCloseTo(0.33, 12);
  expect(spreadOf([0.5, 0.5])).toBe(0);
});

it('fewer than two values have no spread', () => {
  expect([spreadOf([]), spreadOf([null, 0.5]), spreadOf([null, null])]).toEqual([null, null, null]);
});
