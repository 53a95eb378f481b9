import { expect, it } from 'vitest';
import type { Fit } from '#contract/hub.ts';
import { fitSum } from './fit-sum.ts';

const fit: Fit = {
  verdict: 'fits',
  weightsBytes: 500,
  cacheBytes: 100,
  computeBytes: 50,
  contextTokens: 8_192,
  freeBytes: 700,
  freedBytes: 0,
  spareBytes: 25,
  tokensPerSecond: null,
};

it('what is to be found is the need less what loaded models give back, and what is left ends the sum', () => {
  expect(fitSum(fit)).toEqual({ toFindBytes: 650, leftBytes: 25 });
  expect(fitSum({ ...fit, freedBytes: 200 })).toEqual({ toFindBytes: 450, leftBytes: 225 });
  expect(fitSum({ ...fit, freeBytes: 600 })).toEqual({ toFindBytes: 650, leftBytes: -75 });
});

it('where more is given back than is needed, the rest is left over too', () => {
  const sum = fitSum({ ...fit, freedBytes: 1_000 });
  expect(sum).toEqual({ toFindBytes: -350, leftBytes: 1_025 });
});
