import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stagesInOrder } from './chain-state.ts';
import { noDryBreakers } from './dry-breakers.ts';
import { completeRow, rowForTemperature, sumOfExponentials, truncateRow } from './logits-row.ts';
import type { LogitsRow } from './logits-row.ts';
import { neutralSettings } from './neutral-settings.ts';
import { emptyContext, recordChain, runChain, type ChainContext, type ChainResult } from './sampler-chain.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import { isStageOn } from './stage-is-on.ts';

const orOff = <Value>(off: Value, on: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(off) }, { weight: 1, arbitrary: on });
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const settingsArbitrary: fc.Arbitrary<SamplerSettings> = fc.record({
  temperature: fc.oneof(fc.constant(0), fc.constant(1), between(0.05, 3)),
  topK: orOff(0, fc.integer({ min: 1, max: 60 })),
  topP: orOff(1, between(0, 1)),
  minP: orOff(0, between(0, 1)),
  typicalP: orOff(1, between(0.05, 1)),
  topNSigma: orOff(0, between(0.1, 4)),
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
  logitBias: orOff([], fc.array(fc.record({ tokenId: fc.nat(120), bias: between(-5, 5) }), { maxLength: 3 })),
});

const caseArbitrary = fc.record({
  logits: fc.oneof(
    fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 20, maxLength: 100 }),
    fc.array(between(-15, 15), { minLength: 20, maxLength: 100 }),
  ),
  captured: fc.integer({ min: 1, max: 60 }),
  isTemperatureCaptured: fc.boolean(),
  settings: settingsArbitrary,
  history: fc.array(fc.nat(110), { maxLength: 20 }),
  xtcDraw: between(0, 0.999),
});
type Case = typeof caseArbitrary extends fc.Arbitrary<infer T> ? T : never;

const contextOf = ({ history, xtcDraw }: Case): ChainContext => ({
  history,
  xtcDraw,
  dryBreakers: noDryBreakers,
});

/** The row that a capture gives, with or without the second normaliser. */
function capturedRow({ logits, captured, isTemperatureCaptured, settings }: Case): LogitsRow {
  const row = completeRow(logits);
  const logZAtTemperature =
    isTemperatureCaptured && settings.temperature > 0
      ? Math.log(sumOfExponentials(row.logits, row.maxLogit, settings.temperature))
      : null;
  return truncateRow({ ...row, logZAtTemperature }, captured);
}

const plain = ({ ids, logits, q, ...rest }: ChainResult) => ({
  ids: [...ids],
  logits: [...logits],
  q: [...q],
  tailQ: rest.tailQ,
  tailCount: rest.tailCount,
  isExact: rest.isExact,
  needsTokens: rest.needsTokens,
});

const thousand = { numRuns: 1_000 };

describe('the order of the stages', () => {
  it('makes logits 3, 2, 1 with top-p 0.8 and temperature 0.5 keep two tokens, or one when the temperature is first', () => {
    const settings = { ...neutralSettings, topP: 0.8, temperature: 0.5 };
    const row = completeRow([3, 2, 1]);
    expect([...recordChain(row, settings, emptyContext, 'llamaCpp').ids]).toEqual([0, 1]);
    const first = recordChain(row, settings, emptyContext, 'temperatureFirst');
    expect([...first.ids]).toEqual([0]);
    expect(first.isExact).toBe(true);
    expect(first.stages.map(({ stage }) => stage)).toEqual(stagesInOrder('temperatureFirst'));
    expect(first.stages.find(({ stage }) => stage === 'topP')?.removedMass).toBeCloseTo(
      1 - 1 / (1 + Math.exp(-2) + Math.exp(-4)),
      6,
    );
  });

  it('names every stage once, the temperature behind the penalties or at the end', () => {
    expect(stagesInOrder('llamaCpp').at(-1)).toBe('temperature');
    expect(stagesInOrder('temperatureFirst').slice(2, 5)).toEqual(['dry', 'temperature', 'topNSigma']);
    expect(new Set(stagesInOrder('temperatureFirst'))).toEqual(new Set(stagesInOrder('llamaCpp')));
  });

  it('llama.cpp: the recorded chain is the engine’s, to the last bit', () => {
    fc.assert(
      fc.property(caseArbitrary, (each) => {
        const row = capturedRow(each);
        const recorded = recordChain(row, each.settings, contextOf(each), 'llamaCpp');
        expect(plain(recorded)).toEqual(plain(runChain(row, each.settings, contextOf(each))));
      }),
      thousand,
    );
  });

  it('does not matter at temperature 1', () => {
    fc.assert(
      fc.property(caseArbitrary, (each) => {
        const settings = { ...each.settings, temperature: 1 };
        const row = capturedRow({ ...each, settings });
        const last = recordChain(row, settings, contextOf(each), 'llamaCpp');
        expect(plain(recordChain(row, settings, contextOf(each), 'temperatureFirst'))).toEqual(plain(last));
      }),
    );
  });
});

describe('temperature first', () => {
  it('over the most probable tokens only equals the whole vocabulary whenever it says so', () => {
    const seen = { exact: 0, inexact: 0 };
    fc.assert(
      fc.property(caseArbitrary, (each) => {
        const whole = recordChain(
          completeRow(each.logits),
          each.settings,
          contextOf(each),
          'temperatureFirst',
        );
        expect(whole.isExact).toBe(true);
        const partial = recordChain(capturedRow(each), each.settings, contextOf(each), 'temperatureFirst');
        seen[partial.isExact ? 'exact' : 'inexact']++;
        if (!partial.isExact) return;
        const count = partial.ids.length;
        expect([...partial.ids]).toEqual([...whole.ids.subarray(0, count)]);
        expect(whole.ids.length).toBe(count + partial.tailCount);
        for (let index = 0; index < count; index++)
          expect(Math.abs((partial.q[index] ?? 0) - (whole.q[index] ?? 0))).toBeLessThan(1e-5);
      }),
      { numRuns: 2_000 },
    );
    expect(seen.exact).toBeGreaterThan(300);
    expect(seen.inexact).toBeGreaterThan(100);
  });

  it('equals the chain over logits that were divided beforehand', () => {
    const logits = [4, 3.5, 2, 1.25, 0.5, -1, -2];
    const cuts = { ...neutralSettings, topP: 0.9, minP: 0.02, topK: 6 };
    const first = recordChain(
      completeRow(logits),
      { ...cuts, temperature: 0.5 },
      emptyContext,
      'temperatureFirst',
    );
    const divided = runChain(completeRow(logits.map((logit) => logit * 2)), cuts, emptyContext);
    expect([...first.ids]).toEqual([...divided.ids]);
    expect(first.q[0]).toBeCloseTo(divided.q[0] ?? 0, 9);
  });

  it('keeps the favourite alone at temperature 0, before the other stages can remove it', () => {
    const settings = { ...neutralSettings, temperature: 0, xtcProbability: 1, xtcThreshold: 0.1 };
    const context = { ...emptyContext, xtcDraw: 0 };
    const row = completeRow([2, 1.9, 0]);
    expect([...recordChain(row, settings, context, 'temperatureFirst').ids]).toEqual([0]);
    expect([...recordChain(row, settings, context, 'llamaCpp').ids]).toEqual([1]);
  });
});

it('after every stage, in both orders, the probabilities and the tail add up to 1', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.constantFrom('llamaCpp', 'temperatureFirst'), (each, order) => {
      const { raw, stages } = recordChain(capturedRow(each), each.settings, contextOf(each), order);
      for (const { ids, probabilities, tailMass } of [raw, ...stages.map(({ after }) => after)]) {
        expect(probabilities.length).toBe(ids.length);
        expect(probabilities.reduce((sum, p) => sum + p, tailMass)).toBeCloseTo(1, 9);
      }
    }),
    thousand,
  );
});

it('a stage that is off removes nothing and moves nothing', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.constantFrom('llamaCpp', 'temperatureFirst'), (each, order) => {
      const { raw, stages } = recordChain(capturedRow(each), each.settings, contextOf(each), order);
      let before = raw;
      for (const { stage, after, removedMass } of stages) {
        if (!isStageOn(stage, each.settings)) {
          expect([...after.ids]).toEqual([...before.ids]);
          expect(removedMass).toBe(0);
          for (const [index, p] of after.probabilities.entries())
            expect(Math.abs(p - (before.probabilities[index] ?? 0))).toBeLessThan(1e-9);
        }
        before = after;
      }
    }),
    thousand,
  );
});

it('a normaliser that was captured at another temperature is not used', () => {
  const row = { ...completeRow([3, 2, 1, 0]), logZAtTemperature: 0.7 };
  expect(rowForTemperature(row, 0.8, 0.8).logZAtTemperature).toBe(0.7);
  expect(rowForTemperature(row, 0.8, 0.9).logZAtTemperature).toBeNull();
});
