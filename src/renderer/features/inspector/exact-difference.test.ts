import { expect, test } from 'vitest';
import { differenceFrom, differenceFromInterval } from './exact-difference.ts';

test('a difference is what was recomputed minus what was captured', () => {
  expect(differenceFrom(3, 2.5)).toEqual({ kind: 'by', amount: 0.5 });
  expect(differenceFrom(2, 2.5)).toEqual({ kind: 'by', amount: -0.5 });
});

test('the same number is the same, whatever the order of summing', () => {
  expect(differenceFrom(0.1 + 0.2, 0.3)).toEqual({ kind: 'same' });
});

test('where nothing was captured there is no difference', () => {
  expect(differenceFrom(1, null)).toEqual({ kind: 'unknown' });
  expect(differenceFrom(1, Number.NaN)).toEqual({ kind: 'unknown' });
  expect(differenceFromInterval(1, null)).toEqual({ kind: 'unknown' });
});

test('bounds hold a value, or it is off by the distance from the nearer one', () => {
  const bounds = { low: 2, high: 3 };
  expect(differenceFromInterval(2, bounds)).toEqual({ kind: 'inside' });
  expect(differenceFromInterval(3.5, bounds)).toEqual({ kind: 'by', amount: 0.5 });
  expect(differenceFromInterval(1.5, bounds)).toEqual({ kind: 'by', amount: -0.5 });
  expect(differenceFromInterval(2.25, { low: 2, high: 2 })).toEqual({ kind: 'by', amount: 0.25 });
});
