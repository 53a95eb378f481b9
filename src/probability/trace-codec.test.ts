import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSteps, decodeSteps, encodeSteps, readStep, TraceFormatError } from './trace-codec.ts';
import type { TraceStep } from './trace.ts';

const anyDouble = fc.double();
const nullable = fc.option(anyDouble);

const stepArbitrary: fc.Arbitrary<TraceStep> = fc
  .record({
    tokenId: fc.nat(0xffff_ffff),
    origin: fc.constantFrom('prompt' as const, 'forced' as const, 'sampled' as const),
    logit: anyDouble,
    maxLogit: anyDouble,
    logZ: anyDouble,
    isLogZExact: fc.boolean(),
    draw: nullable,
    xtcDraw: nullable,
    endLogprob: nullable,
    logZAtTemperature: nullable,
    rank: fc.option(fc.integer({ min: 1, max: 10_000_000 }), { nil: null }),
    top: fc.array(fc.tuple(fc.nat(0xffff_ffff), fc.float()), { maxLength: 20 }),
  })
  .map(({ top, ...rest }) => ({
    ...rest,
    topIds: Uint32Array.from(top, ([id]) => id),
    topLogits: Float32Array.from(top, ([, logit]) => logit),
  }));
const stepsArbitrary = fc.array(stepArbitrary, { maxLength: 12 });

const step = (captured: number): TraceStep => ({
  tokenId: 7,
  origin: 'sampled',
  logit: 1.5,
  maxLogit: 2.5,
  logZ: 0.25,
  isLogZExact: true,
  draw: 0.5,
  xtcDraw: null,
  endLogprob: -3,
  logZAtTemperature: null,
  rank: null,
  topIds: Uint32Array.from({ length: captured }, (_, index) => index),
  topLogits: Float32Array.from({ length: captured }, (_, index) => -index),
});

describe('encodeSteps and decodeSteps', () => {
  it('read a run from before steps had a rank, and add nothing to steps without one', () => {
    // Written by the first release: one step, no optional numbers, one alternative.
    const old = Uint8Array.from([
      ...[0x50, 0x54, 0x52, 0x43, 1, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0],
      ...[7, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0],
      ...[0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 8, 64, 0, 0, 0, 0, 0, 0, 240, 63],
      ...[9, 0, 0, 0, 0, 0, 64, 64],
    ]);
    const [read] = decodeSteps(old);
    expect(read).toMatchObject({ tokenId: 7, logit: 2, maxLogit: 3, logZ: 1, rank: null });
    expect(encodeSteps(decodeSteps(old))).toEqual(old);
  });

  it('refuse a rank that is none', () => {
    for (const rank of [0, 1.5, Number.NaN, -3])
      expect(() => decodeSteps(encodeSteps([{ ...step(1), rank }]))).toThrow(TraceFormatError);
  });

  it('give back every step bit by bit', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        expect(decodeSteps(encodeSteps(steps))).toEqual(steps);
      }),
      { numRuns: 500 },
    );
  });

  it('read from the middle of a larger buffer, at any alignment', () => {
    fc.assert(
      fc.property(stepsArbitrary, fc.nat(9), (steps, before) => {
        const encoded = encodeSteps(steps);
        const buffer = new Uint8Array(encoded.length + before + 5).fill(0xee);
        buffer.set(encoded, before);
        expect(decodeSteps(buffer.subarray(before, before + encoded.length))).toEqual(steps);
      }),
    );
  });

  it('take 568 bytes for a step with 64 alternatives, a draw and an end probability', () => {
    expect(encodeSteps([step(64), step(64)]).length - encodeSteps([step(64)]).length).toBe(4 + 36 + 16 + 512);
  });

  it('refuse to write a step whose ids and logits differ in number', () => {
    expect(() => encodeSteps([{ ...step(3), topLogits: new Float32Array(2) }])).toThrow(TraceFormatError);
  });
});

describe('readStep and countSteps', () => {
  it('read any single step without the others', () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const bytes = encodeSteps(steps);
        expect(countSteps(bytes)).toBe(steps.length);
        for (const [index, expected] of steps.entries()) expect(readStep(bytes, index)).toEqual(expected);
      }),
    );
  });

  it('refuse an index outside the run', () => {
    const bytes = encodeSteps([step(2)]);
    for (const index of [-1, 1, 0.5, Number.NaN]) expect(() => readStep(bytes, index)).toThrow(RangeError);
  });
});

/** A call on hostile bytes either answers or throws the one typed error. */
function survives(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(TraceFormatError);
  }
}

describe('hostile bytes', () => {
  it('never fail with anything but a TraceFormatError when bytes are changed', () => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (steps, changes) => {
          const bytes = encodeSteps(steps);
          for (const [position, value] of changes) bytes[position % bytes.length] = value;
          survives(() => decodeSteps(bytes));
          survives(() => (countSteps(bytes) > 0 ? readStep(bytes, 0) : null));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never fail with anything else on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => survives(() => decodeSteps(bytes))));
  });

  it('are refused at every truncation', () => {
    const bytes = encodeSteps([step(3), step(0), step(5)]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSteps(bytes.subarray(0, length))).toThrow(TraceFormatError);
    }
    expect(() => decodeSteps(new Uint8Array([...bytes, 0]))).toThrow(TraceFormatError);
  });

  it('allocate nothing for a count or a size that the length cannot hold', () => {
    const manySteps = encodeSteps([step(1)]);
    new DataView(manySteps.buffer).setUint32(8, 0xffff_ffff, true);
    expect(() => decodeSteps(manySteps)).toThrow('shorter than its number of steps');
    const manyTokens = encodeSteps([step(1)]);
    new DataView(manyTokens.buffer).setUint32(16 + 8, 0xffff_ffff, true);
    expect(() => decodeSteps(manyTokens)).toThrow('is cut off');
  });

  it('are refused when the version, an origin or a flag is unknown', () => {
    for (const [position, value] of [
      [0, 0],
      [4, 2],
      [16 + 4, 3],
      [16 + 5, 64],
    ] as const) {
      const bytes = encodeSteps([step(1)]);
      bytes[position] = value;
      expect(() => decodeSteps(bytes)).toThrow(TraceFormatError);
    }
  });
});
