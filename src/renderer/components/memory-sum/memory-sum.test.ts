import { expect, it } from 'vitest';
import { memorySum, type MemoryTerms } from './memory-sum.ts';

const terms: MemoryTerms = {
  weightsBytes: 500,
  cacheBytes: 100,
  computeBytes: 50,
  contextTokens: 8_192,
  freeBytes: 700,
  freedBytes: 0,
  spareBytes: 25,
};
const estimatedBytes = 650;

it('what is to be found is the need less what loaded models give back, and what is left ends the sum', () => {
  expect(memorySum(terms)).toEqual({ estimatedBytes, toFindBytes: 650, leftBytes: 25 });
  expect(memorySum({ ...terms, freedBytes: 200 })).toEqual({
    estimatedBytes,
    toFindBytes: 450,
    leftBytes: 225,
  });
  expect(memorySum({ ...terms, freeBytes: 600 })).toEqual({
    estimatedBytes,
    toFindBytes: 650,
    leftBytes: -75,
  });
});

it('where more is given back than is needed, the rest is left over too', () => {
  expect(memorySum({ ...terms, freedBytes: 1_000 })).toMatchObject({ toFindBytes: -350, leftBytes: 1_025 });
});

it('what was measured counts in place of the estimate', () => {
  const sum = memorySum({ ...terms, measuredBytes: 400, freedBytes: 100 });
  expect(sum).toEqual({ estimatedBytes, toFindBytes: 300, leftBytes: 375 });
});
