import { expect, test } from 'vitest';
import { minimapPath, rowCount, rowOf, tokenAt } from './minimap-path.ts';

test('every token has a row, and a row leads back to a token in it', () => {
  for (const tokens of [1, 7, 400, 20_000]) {
    const rows = rowCount(tokens, 800);
    expect(rows).toBeLessThanOrEqual(400);
    for (let row = 0; row < rows; row++) expect(rowOf(tokenAt(row, tokens, rows), tokens, rows)).toBe(row);
    expect(rowOf(tokens - 1, tokens, rows)).toBe(rows - 1);
  }
});

test('a row is as wide as its most surprising token, and cut at the edge', () => {
  const bits = [0, 6, 1, 40, Number.NaN, Number.NaN];
  expect(minimapPath(6, 3, 12, (position) => bits[position] ?? 0)).toBe('M0 0h6.0v1h-6.0zM0 2h12.0v1h-12.0z');
});
