import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noDryBreakers } from './dry-breakers.ts';
import { completeRow, truncateRow, sumOfExponentials, type LogitsRow } from './logits-row.ts';
import { neutralSettings } from './neutral-settings.ts';
import { runChain, type ChainContext, type ChainResult } from './sampler-chain.ts';
import type { SamplerSettings } from './sampler-settings.ts';

/** Off twice as often as a value in the range, so that most cases mix a few stages. */
const orOff = <Value>(off: Value, on: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(off) }, { weight: 1, arbitrary: on });
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const settingsArbitrary: fc.Arbitrary<SamplerSettings> = fc.record({
  temperature: fc.oneof(fc.constant(0), fc.constant(1), between(0.05, 3)),
  topK: orOff(0, fc.integer({ min: 1, max: 60 })),
  topP: orOff(1, between(0, 1)),
  minP: orOff(0, between(0, 1)),
  typicalP: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: between(0.05, 1) }),
  topNSigma: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: between(0.1, 4) }),
  xtcProbability: orOff(0, between(0, 1)),
  xtcThreshold: between(0, 0.6),
  repeatPenalty: orOff(1, between(0.5, 2)),
  frequencyPenalty: orOff(0, between(-1, 1)),
  presencePenalty: orOff(0, between(-1, 1)),
  penaltyLastTokens: fc.integer({ min: 0, max: 12 }),
  dryMultiplier: orOff(0, between(0, 2)),
  dryBase: fc.constant(1.75),
  dryAllowedLength: fc.constant(1),
  dryLastTokens: fc.integer({ min: 0, max: 20 }),
  drySequenceBreakers: fc.constant([]),
  logitBias: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ tokenId: fc.nat(120), bias: between(-5, 5) }), { maxLength: 3 }),
    },
  ),
});

/** Few distinct values often, so that ties are common; a wide spread often, so that cuts are. */
const logitsArbitrary = fc.oneof(
  fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 20, maxLength: 100 }),
  fc.array(between(-15, 15), { minLength: 20, maxLength: 100 }),
);

const caseArbitrary = fc.record({
  logits: logitsArbitrary,
  captured: fc.integer({ min: 1, max: 60 }),
  settings: settingsArbitrary,
  history: fc.array(fc.nat(110), { maxLength: 20 }),
  xtcDraw: between(0, 0.999),
});

function rowWithNormalisers(logits: readonly number[], { temperature }: SamplerSettings): LogitsRow {
  const row = completeRow(logits);
  if (temperature <= 0) return row;
  return { ...row, logZAtTemperature: Math.log(sumOfExponentials(row.logits, row.maxLogit, temperature)) };
}

function expectSame(partial: ChainResult, whole: ChainResult): void {
  const count = partial.ids.length;
  expect([...partial.ids]).toEqual([...whole.ids.subarray(0, count)]);
  expect(whole.ids.length).toBe(count + partial.tailCount);
  for (let index = 0; index < count; index++) {
    expect(Math.abs((partial.q[index] ?? 0) - (whole.q[index] ?? 0))).toBeLessThan(1e-6);
  }
  const restOfWhole = whole.q.subarray(count).reduce((sum, value) => sum + value, 0);
  expect(Math.abs(partial.tailQ - restOfWhole)).toBeLessThan(1e-5);
}

describe('a chain over the most probable tokens only', () => {
  it('equals the chain over the whole vocabulary whenever it says so', () => {
    const seen = { exact: 0, inexact: 0 };
    fc.assert(
      fc.property(caseArbitrary, ({ logits, captured, settings, history, xtcDraw }) => {
        const context: ChainContext = { history, dryBreakers: noDryBreakers, xtcDraw };
        const row = rowWithNormalisers(logits, settings);
        const whole = runChain(row, settings, context);
        expect(whole.isExact).toBe(true);
        const partial = runChain(truncateRow(row, captured), settings, context);
        if (captured < logits.length) seen[partial.isExact ? 'exact' : 'inexact']++;
        if (partial.isExact) expectSame(partial, whole);
      }),
      { numRuns: 5_000 },
    );
    // The proof must be neither always nor never there, or the property says nothing.
    expect(seen.exact).toBeGreaterThan(300);
    expect(seen.inexact).toBeGreaterThan(300);
  });

  it('reaches an exact answer by capturing what it asks for, each time more', () => {
    fc.assert(
      fc.property(caseArbitrary, ({ logits, captured, settings, history, xtcDraw }) => {
        const context: ChainContext = { history, dryBreakers: noDryBreakers, xtcDraw };
        const row = rowWithNormalisers(logits, settings);
        let count = Math.min(captured, logits.length);
        for (let result = runChain(truncateRow(row, count), settings, context); !result.isExact;) {
          expect(result.needsTokens).toBeGreaterThan(count);
          expect(result.needsTokens).toBeLessThanOrEqual(logits.length);
          count = result.needsTokens;
          result = runChain(truncateRow(row, count), settings, context);
        }
        expectSame(runChain(truncateRow(row, count), settings, context), runChain(row, settings, context));
      }),
      { numRuns: 2_000 },
    );
  });

  it('sums to one, tail included, exact or not', () => {
    fc.assert(
      fc.property(caseArbitrary, ({ logits, captured, settings, history, xtcDraw }) => {
        const row = truncateRow(rowWithNormalisers(logits, settings), captured);
        const { ids, q, tailQ } = runChain(row, settings, { history, dryBreakers: noDryBreakers, xtcDraw });
        expect(ids.length).toBeGreaterThan(0);
        expect(Math.abs(q.reduce((sum, value) => sum + value, tailQ) - 1)).toBeLessThan(1e-9);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the proofs', () => {
  const logits = Array.from({ length: 1_000 }, (_, id) => 12 - 6 * Math.log10(id + 1));
  const row = completeRow(logits);
  const run = (settings: Partial<SamplerSettings>, history: number[] = [], change: Partial<LogitsRow> = {}) =>
    runChain(
      { ...truncateRow(row, 64), ...change },
      { ...neutralSettings, ...settings },
      { history, dryBreakers: noDryBreakers, xtcDraw: 0 },
    );

  it('top-k is exact up to the captured count', () => {
    expect(run({ topK: 64 }).isExact).toBe(true);
    expect(run({ topK: 65 })).toMatchObject({ isExact: false, needsTokens: 66 });
  });

  it('top-k with penalties is exact while the k-th token stays above every token outside', () => {
    expect(run({ topK: 60, presencePenalty: 1 }, [0, 1, 2]).isExact).toBe(true);
    expect(run({ topK: 63, presencePenalty: 20 }, [0, 1, 2]).isExact).toBe(false);
    // Raising a token that was not captured could bring it in.
    expect(run({ topK: 10, logitBias: [{ tokenId: 500, bias: 9 }] }).isExact).toBe(false);
    expect(run({ topK: 10, logitBias: [{ tokenId: 500, bias: -9 }] }).isExact).toBe(true);
  });

  it('top-p is exact when the mass is reached inside, and only with an exact normaliser', () => {
    expect(run({ topP: 0.9 }).isExact).toBe(true);
    expect(run({ topP: 0.9999 })).toMatchObject({ isExact: false, needsTokens: 1_000 });
    expect(run({ topP: 0.97 }).isExact).toBe(true);
    // Without it, the tail could weigh as much as its number times the last captured token.
    expect(run({ topP: 0.97 }, [], { isLogZExact: false }).isExact).toBe(false);
  });

  it('min-p is exact when its threshold is above the last captured logit, without any normaliser', () => {
    expect(run({ minP: 0.01 }, [], { isLogZExact: false }).isExact).toBe(true);
    expect(run({ minP: 1e-6 }).isExact).toBe(false);
  });

  it('settings that cut nothing keep the tail as one share', () => {
    const whole = runChain(row, neutralSettings, { history: [], dryBreakers: noDryBreakers, xtcDraw: null });
    const result = run({});
    expect(result).toMatchObject({ isExact: true, tailCount: 936 });
    expect(result.q[5]).toBeCloseTo(whole.q[5] ?? 0, 9);
    expect(run({ temperature: 2 })).toMatchObject({ isExact: false, needsTokens: 1_000 });
    const logZAtTemperature = Math.log(sumOfExponentials(row.logits, row.maxLogit, 2));
    const warm = run({ temperature: 2 }, [], { logZAtTemperature });
    const wholeWarm = runChain(
      row,
      { ...neutralSettings, temperature: 2 },
      { history: [], dryBreakers: noDryBreakers, xtcDraw: null },
    );
    expect(warm.isExact).toBe(true);
    expect(warm.q[5]).toBeCloseTo(wholeWarm.q[5] ?? 0, 9);
  });

  it('top-n-sigma needs the whole vocabulary, and typical sampling unless top-k cuts first', () => {
    expect(run({ topNSigma: 1 })).toMatchObject({ isExact: false, needsTokens: 1_000 });
    expect(run({ typicalP: 0.9 })).toMatchObject({ isExact: false, needsTokens: 1_000 });
    expect(run({ typicalP: 0.9, topK: 40 }).isExact).toBe(true);
  });

  it('greedy needs only the first token to be certain', () => {
    expect(run({ temperature: 0, topP: 0.99999, topNSigma: 1 }).isExact).toBe(true);
    expect(
      run(
        { temperature: 0, presencePenalty: 30 },
        Array.from({ length: 64 }, (_, id) => id),
      ).isExact,
    ).toBe(false);
  });
});
