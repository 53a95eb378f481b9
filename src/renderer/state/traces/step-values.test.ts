import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSteps, encodeSteps } from '#probability/trace-codec.ts';
import { headOf, isHead } from '#probability/trace-head.ts';
import type { TraceStep } from '#probability/trace.ts';
import { stepValues } from './step-values.ts';

const anyStep = fc
  .record({
    tokenId: fc.integer({ min: 0, max: 12 }),
    logits: fc.array(fc.float({ min: -20, max: 0, noNaN: true }), { maxLength: 8 }),
    logit: fc.float({ min: -20, max: 0, noNaN: true }),
    rank: fc.option(fc.integer({ min: 1, max: 50_000 })),
  })
  .map(({ tokenId, logits, logit, rank }): TraceStep => {
    const topLogits = Float32Array.from(logits).sort().reverse();
    return {
      tokenId,
      origin: 'sampled',
      logit,
      maxLogit: 0,
      logZ: 0.5,
      isLogZExact: true,
      draw: 0.5,
      xtcDraw: null,
      endLogprob: null,
      logZAtTemperature: null,
      rank: topLogits.length === 0 ? null : rank,
      topIds: Uint32Array.from(topLogits, (_, index) => index),
      topLogits,
    };
  });

test('the head of a step has the same numbers as the whole, also after it was stored', () => {
  fc.assert(
    fc.property(anyStep, (step) => {
      const [stored] = decodeSteps(encodeSteps([headOf(step)]));
      if (!stored) throw new Error('one step was stored');
      expect(stepValues(stored)).toEqual(stepValues(step));
      expect(isHead(stored)).toBe(step.topIds.length > 0);
      expect(encodeSteps([stored]).length).toBeLessThanOrEqual(100);
    }),
  );
});
