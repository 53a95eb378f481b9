import { describe, expect, it } from 'vitest';
import { surprisalBits, tokenLogprob, tokenRank } from './step-measures.ts';
import type { TraceStep } from './trace.ts';

const step: TraceStep = {
  tokenId: 5,
  origin: 'sampled',
  logit: 2,
  maxLogit: 3,
  logZ: Math.LN2,
  isLogZExact: true,
  draw: 0.5,
  xtcDraw: null,
  endLogprob: null,
  logZAtTemperature: null,
  rank: null,
  topIds: Uint32Array.of(9, 5, 7, 1),
  topLogits: Float32Array.of(3, 2, 2, 1),
};

describe('tokenLogprob', () => {
  it('is the logit below the highest one, less ln Z', () => {
    expect(tokenLogprob(step)).toBeCloseTo(-1 - Math.LN2, 12);
  });

  it('is never above zero, although an f32 sum may say so', () => {
    expect(tokenLogprob({ ...step, logit: 3, logZ: -1e-4 })).toBe(0);
  });

  it('is null without a distribution', () => {
    expect(tokenLogprob({ ...step, topIds: new Uint32Array(), topLogits: new Float32Array() })).toBeNull();
  });
});

describe('tokenRank', () => {
  it('gives tied tokens the best rank of the tie', () => {
    expect(tokenRank({ ...step, tokenId: 9, logit: 3 })).toBe(1);
    expect(tokenRank(step)).toBe(2);
    expect(tokenRank({ ...step, tokenId: 7 })).toBe(2);
    expect(tokenRank({ ...step, tokenId: 1, logit: 1 })).toBe(4);
  });

  it('is the captured one, wherever the token is', () => {
    expect(tokenRank({ ...step, tokenId: 99, logit: 0.5, rank: 31_415 })).toBe(31_415);
  });

  it('is known for a token outside the capture only when it ties with the last one', () => {
    expect(tokenRank({ ...step, tokenId: 99, logit: 0.5 })).toBeNull();
    expect(tokenRank({ ...step, tokenId: 99, logit: 1 })).toBe(4);
  });
});

it('surprisalBits turns nats into bits, without a negative zero', () => {
  expect(surprisalBits(Math.log(0.25))).toBeCloseTo(2, 12);
  expect(Object.is(surprisalBits(0), 0)).toBe(true);
});
