/**
 * How many threads are tried on which machine.
 */
import { expect, it } from 'vitest';
import { mostThreads } from './machine.ts';

it('one core stays free for the window, where there is more than one', () => {
  expect([1, 2, 4, 8, 256].map((cores) => mostThreads(cores))).toEqual([1, 1, 3, 7, 64]);
});
