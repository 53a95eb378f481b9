import { expect, it } from 'vitest';
import type { AloneRuns } from '#contract/profile.ts';
import { aloneFrom, batchEnd, cutShape, runsBefore, sharedShape } from './cache-shape.ts';

/** A first turn of 6 + 4 tokens, a second one whose prompt goes on to 20. */
const secondTurn: AloneRuns = [
  [5, 10],
  [19, Infinity],
];

/** The batches in which a text of this shape is evaluated. */
function batches(shape: AloneRuns, from: number, limit: number, batchTokens: number): number[][] {
  const found: number[][] = [];
  for (let start = from; start < limit;) {
    const end = batchEnd(shape, start, limit, batchTokens);
    found.push([start, end]);
    start = end;
  }
  return found;
}

it('gives the batches of a shape', () => {
  expect(batches(secondTurn, 0, 21, 4)).toEqual([
    [0, 4],
    [4, 5],
    ...[5, 6, 7, 8, 9].map((start) => [start, start + 1]),
    [10, 14],
    [14, 18],
    [18, 19],
    [19, 20],
    [20, 21],
  ]);
  expect(batches([], 0, 9, 4)).toEqual([
    [0, 4],
    [4, 8],
    [8, 9],
  ]);
  // An empty run is a place where a new batch begins.
  expect(batches([[3, 3]], 0, 9, 4)).toEqual([
    [0, 3],
    [3, 7],
    [7, 9],
  ]);
});

it('cuts a shape, and a batch that is cut ends there', () => {
  expect(runsBefore(secondTurn, 8)).toEqual([[5, 8]]);
  expect(cutShape(secondTurn, 8)).toEqual([[5, 8]]);
  expect(cutShape(secondTurn, 14)).toEqual([
    [5, 10],
    [14, 14],
  ]);
  expect(cutShape(secondTurn, 0)).toEqual([]);
});

it('joins a run to the one before it', () => {
  expect(aloneFrom([[5, 10]], 10)).toEqual([[5, Infinity]]);
  expect(aloneFrom([[4, 4]], 4)).toEqual([[4, Infinity]]);
  expect(aloneFrom([[5, 10]], 12)).toEqual([
    [5, 10],
    [12, Infinity],
  ]);
});

it('says how far two shapes are alike, in whole batches', () => {
  const shared = (shape: AloneRuns, length: number) => sharedShape(shape, secondTurn, length, 4);
  expect(shared(cutShape(secondTurn, 20), 20)).toBe(20);
  expect(shared(cutShape(secondTurn, 19), 19)).toBe(19);
  expect(shared(cutShape(secondTurn, 8), 8)).toBe(8);
  // The batch from 10 on was cut at 13 and 15.
  expect(shared(cutShape(secondTurn, 13), 13)).toBe(10);
  expect(shared(cutShape(secondTurn, 15), 15)).toBe(14);
  // Everything was read in batches: only the first whole one is the same.
  expect(shared([[19, Infinity]], 20)).toBe(4);
  expect(shared([[5, Infinity]], 20)).toBe(10);
  expect(shared([], 0)).toBe(0);
});
