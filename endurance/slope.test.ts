import { expect, it } from 'vitest';
import { slopeOf } from './slope.ts';

it('the line through points rises by what they share, however far from zero and however they are scattered', () => {
  const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 1e9 + 3 * x + (x % 2 === 0 ? 50 : -50) }));
  expect(slopeOf(points)).toBeCloseTo(3, 1);
});

it('the line through points of one moment, or through none, does not rise', () => {
  expect(
    slopeOf([
      { x: 1, y: 2 },
      { x: 1, y: 8 },
    ]),
  ).toBe(0);
  expect(slopeOf([])).toBe(0);
});
