import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noDryBreakers } from './dry-breakers.ts';
import { inspectStep, type InspectedSampler, type InspectedStep } from './inspect-step.ts';
import { completeRow } from './logits-row.ts';
import { neutralSettings } from './neutral-settings.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import type { TraceStep } from './trace.ts';

const settings: SamplerSettings = { ...neutralSettings, temperature: 0.7, topK: 4, topP: 0.9, minP: 0.05 };
const sampler: InspectedSampler = { settings, history: [], dryBreakers: noDryBreakers };

/** What the engine captures of these logits: the most probable `captured`, the drawn token, the exact normaliser. */
function stepOf(
  logits: readonly number[],
  captured: number,
  tokenId: number,
  change: Partial<TraceStep> = {},
): TraceStep {
  const row = completeRow(logits);
  return {
    tokenId,
    origin: 'sampled',
    logit: Math.fround(logits[tokenId] ?? 0),
    maxLogit: row.maxLogit,
    logZ: row.logZ,
    isLogZExact: true,
    draw: 0.5,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    rank: null,
    topIds: row.ids.slice(0, captured),
    topLogits: row.logits.slice(0, captured),
    ...change,
  };
}

function inspect(
  step: TraceStep,
  vocabularySize: number,
  withSampler: InspectedSampler | null = sampler,
): InspectedStep {
  const inspected = inspectStep(step, { vocabularySize, sampler: withSampler });
  if (inspected === null) throw new Error('the step has a distribution');
  return inspected;
}

const logitsOf = (probabilities: readonly number[]) =>
  probabilities.map((probability) => Math.log(probability));

describe('inspectStep', () => {
  const probabilities = [0.4, 0.3, 0.12, 0.1, 0.05, 0.02, 0.01];
  const inspected = inspect(stepOf(logitsOf(probabilities), 5, 1), 7);

  it('gives raw probability, rank, surprisal, margin and tail', () => {
    expect(inspected.token).toMatchObject({ id: 1 });
    expect(inspected.token.probability).toBeCloseTo(0.3, 6);
    expect(inspected.token.surprisalBits).toBeCloseTo(-Math.log2(0.3), 6);
    expect(inspected.rank).toBe(2);
    expect(inspected.margin).toBeCloseTo(0.1, 6);
    expect(inspected.tail.count).toBe(2);
    expect(inspected.tail.probability.low).toBeCloseTo(0.03, 6);
    expect(inspected.tail.q).toBe(0);
    expect(inspected.isProbabilityExact).toBe(true);
  });

  it('names the stage that removed each token, and gives q of the others', () => {
    expect(inspected.captured.map(({ id, removedBy }) => [id, removedBy])).toEqual([
      [0, null],
      [1, null],
      [2, null],
      // 0.4 + 0.3 + 0.12 of the 0.92 that top-k left is 0.891: the crossing token is the fourth.
      [3, null],
      [4, 'topK'],
    ]);
    expect(inspected.captured.reduce((sum, { q }) => sum + (q ?? 0), 0)).toBeCloseTo(1, 12);
    expect(inspected.chain?.isExact).toBe(true);
  });

  it('says what became of a drawn token outside the capture', () => {
    const outside = inspect(stepOf(logitsOf(probabilities), 5, 6), 7);
    expect(outside.rank).toBeNull();
    expect(outside.token).toMatchObject({ id: 6, q: 0, removedBy: 'topK' });
    expect(outside.token.probability).toBeCloseTo(0.01, 6);
  });

  it('leaves the q of a token in the tail open when the tail keeps a share', () => {
    const uncut: InspectedSampler = {
      ...sampler,
      settings: { ...settings, temperature: 1, topK: 0, topP: 1, minP: 0 },
    };
    const outside = inspect(stepOf(logitsOf(probabilities), 5, 6), 7, uncut);
    expect(outside.token).toMatchObject({ q: null, removedBy: null });
    expect(outside.tail.q).toBeCloseTo(0.03, 6);
  });

  it('says nothing about q for a token that no chain drew', () => {
    const prompt = inspect(stepOf(logitsOf(probabilities), 5, 1, { origin: 'prompt', draw: null }), 7, null);
    expect(prompt.chain).toBeNull();
    expect(prompt.tail.q).toBeNull();
    expect(prompt.captured.every(({ q, removedBy }) => q === null && removedBy === null)).toBe(true);
  });

  it('is null without a distribution', () => {
    const step = stepOf([1, 2], 0, 0);
    expect(inspectStep(step, { vocabularySize: 2, sampler })).toBeNull();
  });

  it('gives the probability of the end when it was captured', () => {
    expect(inspected.endProbability).toBeNull();
    const step = stepOf(logitsOf(probabilities), 5, 1, { endLogprob: Math.log(0.02) });
    expect(inspect(step, 7).endProbability).toBeCloseTo(0.02, 12);
  });

  it('gives bounds, marked as such, when the normaliser is not exact', () => {
    const row = completeRow(logitsOf(probabilities));
    const head = row.logits.slice(0, 5).reduce((sum, logit) => sum + Math.exp(logit - row.maxLogit), 0);
    const step = stepOf(logitsOf(probabilities), 5, 1, { logZ: Math.log(head), isLogZExact: false });
    const bounded = inspect(step, 7);
    expect(bounded.isProbabilityExact).toBe(false);
    expect(bounded.token.probability).toBeGreaterThan(0.3);
    expect(bounded.tail.probability.low).toBe(0);
    expect(bounded.tail.probability.high).toBeGreaterThan(0.03);
    const exact = probabilities.reduce((sum, p) => sum - p * Math.log2(p), 0);
    expect(bounded.entropyBits.low).toBeLessThan(exact);
    expect(bounded.entropyBits.high).toBeGreaterThan(exact);
  });

  it('keeps the tail at zero when an f32 normaliser comes out too small', () => {
    const row = completeRow(logitsOf(probabilities));
    const step = stepOf(logitsOf(probabilities), 5, 0, { logZ: row.logZ - 0.05 });
    expect(inspect(step, 7).tail.probability).toEqual({ low: 0, high: 0 });
  });
});

describe('for any logits', () => {
  const anyCase = fc.record({
    logits: fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 60 }),
    captured: fc.integer({ min: 1, max: 60 }),
    token: fc.nat(),
  });

  it('captured probabilities and tail sum to one, and the entropy lies in its bounds', () => {
    fc.assert(
      fc.property(anyCase, ({ logits, captured, token }) => {
        const step = stepOf(logits, captured, token % logits.length);
        const { captured: tokens, tail, entropyBits, effectiveChoices } = inspect(step, logits.length);
        const mass = tokens.reduce((sum, { probability }) => sum + probability, 0);
        expect(Math.abs(mass + tail.probability.high - 1)).toBeLessThan(1e-9);
        const row = completeRow(logits);
        const all = Array.from(row.logits, (logit) => Math.exp(logit - row.maxLogit - row.logZ));
        const exact = all.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
        expect(entropyBits.low).toBeLessThanOrEqual(exact + 1e-9);
        expect(entropyBits.high).toBeGreaterThanOrEqual(exact - 1e-9);
        expect(effectiveChoices.low).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('the rank agrees with the whole vocabulary wherever it is given', () => {
    fc.assert(
      fc.property(anyCase, ({ logits, captured, token }) => {
        const tokenId = token % logits.length;
        const { rank } = inspect(stepOf(logits, captured, tokenId), logits.length);
        const own = Math.fround(logits[tokenId] ?? 0);
        const exact = 1 + logits.filter((logit) => Math.fround(logit) > own).length;
        if (rank === null) expect(exact).toBeGreaterThan(captured);
        else expect(rank).toBe(exact);
      }),
      { numRuns: 500 },
    );
  });
});
