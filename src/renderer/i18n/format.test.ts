import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const en = createFormat('en');
const fr = createFormat('fr');

test('a percentage has a comma and a narrow no-break space in French, a point and none in English', () => {
  expect(fr.percent(0.084, 1)).toBe('8,4\u202f%');
  expect(en.percent(0.084, 1)).toBe('8.4%');
});

test('sizes are in decimal units, in the words of the language', () => {
  expect(en.bytes(98_362_432)).toBe('98 MB');
  expect(fr.bytes(98_362_432)).toMatch(/^98\sMo$/u);
  expect(en.bytes(5_543_000_000)).toBe('5.5 GB');
  expect(en.bytes(999_900)).toBe('1 MB');
});

test('a size below a kilobyte is a number of bytes, one or many as the language counts', () => {
  expect([0, 1, 41, 999].map(en.bytes)).toEqual(['0 bytes', '1 byte', '41 bytes', '999 bytes']);
  const french = [0, 1, 41, 999].map((count) => fr.bytes(count).replaceAll(/\s/gu, ' '));
  expect(french).toEqual(['0 octet', '1 octet', '41 octets', '999 octets']);
});

test('a duration is rounded to what is known', () => {
  expect(fr.seconds(423)).toBe('0,42\u202fs');
  expect(en.seconds(423)).toBe('0.42\u202fs');
  expect(en.seconds(12_340)).toBe('12.3\u202fs');
  expect(en.seconds(250_000)).toBe('250\u202fs');
});

test('large counts are grouped in the reader’s way', () => {
  expect(en.integer(49_152)).toBe('49,152');
  expect(fr.integer(49_152)).toBe('49\u202f152');
  expect(en.compact(134_515_008)).toBe('135M');
});

test('conversations fall into today, yesterday, this week and months', () => {
  const now = new Date(2026, 10, 23, 9).getTime();
  const at = (month: number, day: number, hour: number): number => new Date(2026, month, day, hour).getTime();
  expect(en.dayGroup(at(10, 23, 0), now)).toEqual({ kind: 'today' });
  expect(en.dayGroup(at(10, 22, 23), now)).toEqual({ kind: 'yesterday' });
  expect(en.dayGroup(at(10, 18, 12), now)).toEqual({ kind: 'week' });
  expect(en.dayGroup(at(8, 3, 12), now)).toEqual({ kind: 'month', label: 'September 2026' });
  expect(fr.dayGroup(at(8, 3, 12), now)).toEqual({ kind: 'month', label: 'septembre 2026' });
});
