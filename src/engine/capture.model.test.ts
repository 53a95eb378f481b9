/**
 * That captured numbers are the model's: against an independent forward pass, against a full softmax through the
 * public API, and between the two ways of reading.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplerPresets } from '#contract/sampler.ts';
import { llamaForward, logSoftmax } from '#probability/llama-forward.ts';
import type { TraceStep } from '#probability/trace.ts';
import { openTestEngine, type TestEngine } from '../../fixtures/engine-in-process.ts';
import { modelsHere, realModelPath } from '../../fixtures/real-models.ts';
import { weightsOf } from '../../fixtures/tiny-llama-weights.ts';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';
import { createPublicProbe } from './public-probe.ts';

const logprobOf = (step: TraceStep, rank: number): number =>
  (step.topLogits[rank] ?? Number.NaN) - step.maxLogit - step.logZ;

/** Largest |Δℓ| over all captured alternatives, and over the chosen or given token. */
function largestDifference(steps: readonly TraceStep[], expected: readonly Float64Array[]): number {
  let largest = 0;
  for (const [index, step] of steps.entries()) {
    const reference = expected[index] ?? new Float64Array(0);
    for (const [rank, id] of step.topIds.entries()) {
      largest = Math.max(largest, Math.abs(logprobOf(step, rank) - (reference[id] ?? Number.NaN)));
    }
    largest = Math.max(
      largest,
      Math.abs(step.logit - step.maxLogit - step.logZ - (reference[step.tokenId] ?? Number.NaN)),
    );
  }
  return largest;
}

describe.each(['bpe', 'spm'] as const)('the numbers of a tiny F32 model (%s)', (tokenizer) => {
  const tiny = writeTinyLlama({ seed: 5, tokenizer });
  const weights = weightsOf(tiny);
  let engine: TestEngine;
  let prompt: number[];
  beforeAll(async () => {
    engine = await openTestEngine(tiny.path, { batchTokens: 16 });
    prompt = [tiny.vocabulary.bosTokenId, ...engine.loaded.vocabulary.tokenize('the inner rest')];
  });
  afterAll(async () => {
    await engine.close();
    await rm(tiny.folder, { recursive: true });
  });

  it('agree with an independent forward pass within 1e-3 nat while generating', async () => {
    const settings = { ...samplerPresets.balanced, maxTokens: 40 };
    const { steps, ids } = await engine.generate({ prompt, settings, topN: 1_024 });
    const all = llamaForward(weights, [...prompt, ...ids]).logits.map(logSoftmax);
    expect(largestDifference(steps, all.slice(prompt.length - 1))).toBeLessThan(1e-3);
  });

  it('agree with an independent forward pass within 1e-3 nat while scoring, across batches', async () => {
    const text = Array.from(
      { length: 70 },
      (_, index) => 3 + ((index * 37) % (tiny.config.vocabularySize - 3)),
    );
    const { steps } = await engine.score(text, 1_024);
    const all = llamaForward(weights, text).logits.map(logSoftmax);
    expect(steps).toHaveLength(text.length);
    expect(steps[0]).toMatchObject({ tokenId: text[0], origin: 'prompt' });
    expect(steps[0]?.topIds).toHaveLength(0);
    expect(steps.map((step) => step.tokenId)).toEqual(text);
    expect(largestDifference(steps.slice(1), all)).toBeLessThan(1e-3);
  });

  it('give the mass of all end tokens', async () => {
    const { steps, ids } = await engine.generate({
      prompt,
      settings: { ...samplerPresets.balanced, maxTokens: 12 },
      seed: 8,
    });
    const all = llamaForward(weights, [...prompt, ...ids]).logits.map(logSoftmax);
    for (const [index, step] of steps.entries()) {
      const reference = all[prompt.length - 1 + index] ?? new Float64Array(0);
      const mass = engine.loaded.model.endTokenIds.reduce(
        (sum, id) => sum + Math.exp(reference[id] ?? Number.NaN),
        0,
      );
      expect(step.endLogprob).toBeCloseTo(Math.log(mass), 2);
    }
  });
});

describe.each(modelsHere('smolLm2', 'gemma3'))('the numbers of %s', (name) => {
  let engine: TestEngine;
  let prompt: number[];
  beforeAll(async () => {
    engine = await openTestEngine(realModelPath(name), { batchTokens: 512 });
    prompt = (
      await engine.loaded.prompts.render({ kind: 'raw', text: 'Paris is the capital of France, and Rome' })
    ).tokenIds;
    if (engine.loaded.model.model.tokens.bos !== null && prompt.length < 2)
      throw new Error('the prompt is too short');
  });
  afterAll(() => engine.close());

  it('are exact, and identical in a second run', async () => {
    expect(engine.loaded.context.probe.isLogZExact).toBe(true);
    const request = { prompt, settings: { ...samplerPresets.balanced, maxTokens: 16 }, seed: 4 };
    const first = await engine.generate(request);
    expect((await engine.generate(request)).steps).toEqual(first.steps);
    const score = await engine.score(prompt);
    expect((await engine.score(prompt)).steps).toEqual(score.steps);
  });

  it('differ from a full softmax in f64 by at most 2e-3 nat, with the same ranks', async () => {
    const { steps, ids } = await engine.generate({
      prompt,
      settings: { ...samplerPresets.neutral, maxTokens: 6 },
      seed: 21,
    });
    const { sequence } = engine.loaded.context;
    // The same path again, through the public API: prompt in one batch without its last token, then one by one.
    await sequence.clearHistory();
    type Tokens = Parameters<typeof sequence.evaluateWithoutGeneratingNewTokens>[0];
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1) as Tokens);
    for (const [index, step] of steps.entries()) {
      const token = [...prompt.slice(-1), ...ids][index] as Tokens[number];
      const [output] = await sequence.controlledEvaluate([
        [token, { generateNext: { logits: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } } }],
      ]);
      const logits = output?.next.logits ?? new Map<Tokens[number], number>();
      const largest = logits.values().reduce((most, logit) => Math.max(most, logit), -Infinity);
      let sum = 0;
      for (const logit of logits.values()) sum += Math.exp(logit - largest);
      expect(logits.size).toBe(engine.loaded.vocabulary.size);
      expect(step.maxLogit).toBe(largest);
      expect(Math.abs(step.logZ - Math.log(sum))).toBeLessThan(2e-3);
      const ranked = [...logits].sort(([leftId, left], [rightId, right]) => right - left || leftId - rightId);
      const count = step.topIds.length;
      expect([...step.topLogits]).toEqual(ranked.slice(0, count).map(([, logit]) => Math.fround(logit)));
      // At the last place a tie may be cut anywhere.
      expect([...step.topIds].slice(0, count - 1)).toEqual(ranked.slice(0, count - 1).map(([id]) => id));
      const end = engine.loaded.model.endTokenIds.reduce(
        (mass, id) => mass + Math.exp((logits.get(id as Tokens[number]) ?? 0) - largest) / sum,
        0,
      );
      expect(step.endLogprob).toBeCloseTo(Math.log(end), 2);
    }
  });

  it('have exact ranks while scoring, also of tokens far outside the list: those of complete rows', async () => {
    const words = 'Zebra quartz Paris, the of 7 %é Ω banana  \n\nimport x = {';
    const { loaded } = engine;
    const ids = [...prompt, ...loaded.vocabulary.tokenize(words)];
    const { steps } = await engine.score(ids, 64);
    const { probe, sequence } = loaded.context;
    await sequence.clearHistory();
    const positions = await probe.read(ids, [...ids.keys()]);
    let outside = 0;
    for (const [index, step] of steps.entries()) {
      const position = positions[index - 1];
      if (position === undefined) continue;
      const row = await position.top(loaded.vocabulary.size);
      const own = row.logits[row.ids.indexOf(step.tokenId)] ?? Number.NaN;
      expect(step.logit).toBe(own);
      expect(step.rank).toBe(1 + row.logits.filter((logit) => logit > own).length);
      if (!step.topIds.includes(step.tokenId)) outside++;
    }
    expect(outside).toBeGreaterThan(3);
    await engine.forget();
  });

  it('are the same when a text is scored in parts, and in between something else was evaluated', async () => {
    // More than one batch of either model.
    const length = name === 'gemma3' ? 140 : 400;
    const text = Array.from({ length }, (_, index) => prompt[(index * 5) % prompt.length] ?? 0);
    const whole = (await engine.score(text, 8)).steps;
    await engine.generate({ prompt, settings: { ...samplerPresets.greedy, maxTokens: 2 } });
    for (const from of [66, length - 1])
      expect((await engine.score(text, 8, from)).steps).toEqual(whole.slice(from));
  });

  it('have a probability mass of 1: captured tokens and tail', async () => {
    const { steps } = await engine.score(prompt, 1_024);
    for (const step of steps.slice(1)) {
      const head = step.topLogits.reduce(
        (sum, logit) => sum + Math.exp(logit - step.maxLogit - step.logZ),
        0,
      );
      expect(head).toBeLessThan(1 + 1e-3);
      expect(head).toBeGreaterThan(0.3);
    }
  });
});

describe('reading through the public API alone', () => {
  const tiny = writeTinyLlama({ seed: 6 });
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openTestEngine(tiny.path);
  });
  afterAll(async () => {
    await engine.close();
    await rm(tiny.folder, { recursive: true });
  });

  it('gives the same list, no normaliser, and a lower bound in its place', async () => {
    const prompt = [0, 100, 101, 102];
    const settings = { ...samplerPresets.balanced, topK: 20, maxTokens: 15 };
    const exact = await engine.generate({ prompt, settings, seed: 12 });
    const { context } = engine.loaded;
    engine.loaded.context = { ...context, probe: createPublicProbe(context.sequence) };
    try {
      await engine.forget();
      const bounded = await engine.generate({ prompt, settings, seed: 12 });
      expect(bounded.ids).toEqual(exact.ids);
      for (const [index, step] of bounded.steps.entries()) {
        const reference = exact.steps[index];
        expect(step.topIds).toEqual(reference?.topIds);
        expect(step.topLogits).toEqual(reference?.topLogits);
        expect(step.isLogZExact).toBe(false);
        expect(step.endLogprob).toBeNull();
        expect(step.logZ).toBeLessThanOrEqual((reference?.logZ ?? 0) + 1e-4);
      }
    } finally {
      engine.loaded.context = context;
    }
  });
});
