import { expect, it } from 'vitest';
import { slowdown } from './slowdown.ts';

it('a busy machine takes longer by the processes for each core, within bounds', () => {
  expect([0, 1, 2, 6, 100].map((load) => slowdown(load, 2))).toEqual([1, 1, 1, 3, 6]);
});
