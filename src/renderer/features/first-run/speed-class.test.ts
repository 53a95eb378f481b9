import { expect, test } from 'vitest';
import { speedClass } from './speed-class.ts';

test('a speed is compared with that of a reader', () => {
  expect([160, 11, 10, 4, 3.9, 0.5].map(speedClass)).toEqual([
    'fast',
    'fast',
    'reading',
    'reading',
    'slow',
    'slow',
  ]);
});
