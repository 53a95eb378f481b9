import { expect, it } from 'vitest';
import { measureText } from './text-measures.ts';

it('sums bits over the scored tokens and their bytes only', () => {
  const measures = measureText([
    { logprob: null, bytes: 5 },
    { logprob: Math.log(0.25), bytes: 4 },
    { logprob: Math.log(0.5), bytes: 2 },
  ]);
  expect(measures.scoredTokens).toBe(2);
  expect(measures.scoredBytes).toBe(6);
  expect(measures.totalBits).toBeCloseTo(3, 12);
  expect(measures.bitsPerByte).toBeCloseTo(0.5, 12);
  expect(measures.meanLogprob).toBeCloseTo(Math.log(0.125) / 2, 12);
  expect(measures.perplexity).toBeCloseTo(Math.sqrt(8), 12);
});

it('gives no mean of nothing', () => {
  expect(measureText([{ logprob: null, bytes: 3 }])).toEqual({
    scoredTokens: 0,
    scoredBytes: 0,
    totalBits: 0,
    bitsPerByte: null,
    meanLogprob: null,
    perplexity: null,
  });
});

it('gives the perplexity of a uniform choice as the number of choices', () => {
  const tokens = Array.from({ length: 40 }, () => ({ logprob: -Math.log(17), bytes: 1 }));
  expect(measureText(tokens).perplexity).toBeCloseTo(17, 9);
});
