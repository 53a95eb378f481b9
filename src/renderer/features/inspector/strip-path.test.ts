import { expect, test } from 'vitest';
import { columnHeight, fullBits, stripLayout, stripPath } from './strip-path.ts';

test('a column is as high as its surprisal, cut at the top, and seen even when it is 0', () => {
  expect(columnHeight(fullBits / 2, 14)).toBe(7);
  expect(columnHeight(fullBits * 3, 14)).toBe(14);
  expect(columnHeight(0, 14)).toBe(1);
});

test('a token that is not scored has no column', () => {
  expect(stripPath(0, 2, 2, 14, (position) => (position === 0 ? Number.NaN : 6))).toBe('M2 14h2v-7.0h-2z');
});

test('a long text has one pixel a token and several rows', () => {
  expect(stripLayout(5_000, 340)).toEqual({ perRow: 340, columnWidth: 1 });
  expect(stripLayout(40, 340)).toEqual({ perRow: 85, columnWidth: 4 });
});
