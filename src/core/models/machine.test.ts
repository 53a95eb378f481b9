/**
 * How many threads are tried on which machine, and how busy it is.
 */
import { expect, it } from 'vitest';
import { mostThreads, slowdown } from './machine.ts';

it('one core stays free for the window, where there is more than one', () => {
  expect([1, 2, 4, 8, 256].map((cores) => mostThreads(cores))).toEqual([1, 1, 3, 7, 64]);
});

it('a busy machine takes longer by the processes for each core, within bounds', () => {
  expect([0, 1, 2, 6, 100].map((load) => slowdown(load, 2))).toEqual([1, 1, 1, 3, 6]);
});
