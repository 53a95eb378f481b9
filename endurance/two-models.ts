/**
 * E7: two models that take turns, and two that write side by side. Each has a vocabulary and weights of its own, so that a
 * token of one in a reply of the other would show. The core lives in this process, its engines in their own.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { isOver } from '#core/comparisons/testing/comparison-bench.ts';
import { openRealComparisons, type RealComparisons } from '#core/comparisons/testing/real-comparisons.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { processFigures } from './process-figures.ts';
import { slopeOf } from './slope.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

/** Room and cores for both at once. */
const machine = { availableBytes: () => 8e9, mostThreads: 2 } as const;
const mostEngines = 2;
const settings = { ...samplerPresets.greedy, seed: 1, maxTokens: 12 };
const prompts = ['the inner rest', 'the other one'];

type Bench = {
  readonly core: RealComparisons;
  readonly modelIds: readonly ModelId[];
  close(): Promise<void>;
};

async function open(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-two-'));
  const models = join(folder, 'models');
  mkdirSync(models);
  const tiny = [writeTinyLlama({ seed: 1 }), writeTinyLlama({ seed: 2, extraPieces: ['other', 'one'] })];
  for (const [index, { path }] of tiny.entries()) copyFileSync(path, join(models, `tiny-${index}.gguf`));
  const core = await openRealComparisons(join(folder, 'data'), [models], machine);
  const modelIds: ModelId[] = [];
  for (const index of tiny.keys()) modelIds.push(await core.findModel(`tiny-${index}.gguf`));
  return {
    core,
    modelIds,
    close: async () => {
      await core.close();
      for (const path of [folder, ...tiny.map((model) => model.folder)]) rmSync(path, { recursive: true });
    },
  };
}

/** What one model writes, in a chat of its own. */
async function writeAlone({ client }: RealComparisons, modelId: ModelId, prompt: string): Promise<string> {
  const { id: conversationId } = await client.conversations.create({ modelId, settings });
  const sent = await client.generation.send({
    conversationId,
    parentId: null,
    text: prompt,
    overflow: 'refuse',
  });
  for await (const event of await client.generation.attach({ replyId: sent.replyId, fromToken: 0 }))
    if (event.kind === 'end') return event.text;
  return 'no end';
}

/** What both write side by side, in the order of their lanes. */
async function writeTogether(
  { client, watch }: RealComparisons,
  modelIds: readonly ModelId[],
  prompt: string,
): Promise<string[]> {
  const lanes = modelIds.map(
    (modelId) => ({ modelId, template: 'model', systemPrompt: '', settings }) as const,
  );
  const { id: comparisonId } = await client.comparisons.create({ lanes });
  await client.comparisons.send({ comparisonId, text: prompt });
  const last = (await watch(comparisonId, isOver)).at(-1);
  const conversations = await Promise.all(
    (last?.lanes ?? []).map(({ conversationId }) => client.conversations.get({ conversationId })),
  );
  return conversations.map(
    ({ messages }) => messages.find(({ role }) => role === 'assistant')?.text ?? 'none',
  );
}

type Expected = ReadonlyMap<ModelId, ReadonlyMap<string, string>>;

/** What each model writes after each prompt, before anything takes turns. */
async function readExpected({ core, modelIds }: Bench): Promise<Expected> {
  const expected = new Map<ModelId, Map<string, string>>();
  for (const modelId of modelIds) {
    const texts = new Map<string, string>();
    for (const prompt of prompts) texts.set(prompt, await writeAlone(core, modelId, prompt));
    expected.set(modelId, texts);
  }
  return expected;
}

/** Prompts after which both models write the same: a token of the other one would not show. */
const blindPrompts = (expected: Expected): string[] =>
  prompts.filter(
    (prompt) => new Set([...expected.values()].map((texts) => texts.get(prompt))).size < expected.size,
  );

/** Three of five tries change the model, two write side by side. @returns what each model wrote */
async function tryOnce(
  { core, modelIds }: Bench,
  index: number,
  prompt: string,
): Promise<readonly (readonly [modelId: ModelId, text: string])[]> {
  if (index % 5 >= 3) {
    const texts = await writeTogether(core, modelIds, prompt);
    return modelIds.map((modelId, lane) => [modelId, texts[lane] ?? 'none'] as const);
  }
  const modelId = modelIds[index % modelIds.length];
  return modelId === undefined ? [] : [[modelId, await writeAlone(core, modelId, prompt)]];
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const bench = await open();
  const expected = await readExpected(bench);
  const failures = blindPrompts(expected).map((prompt) => `both models write the same after “${prompt}”`);
  const memory: { x: number; y: number }[] = [];
  let engines = 0;
  for (let index = 0; index < times; index++) {
    const prompt = random.fork(index).pick(prompts);
    for (const [modelId, text] of await tryOnce(bench, index, prompt)) {
      const known = expected.get(modelId)?.get(prompt);
      if (known !== text) failures.push(`try ${index}: “${text}” instead of “${known}” after “${prompt}”`);
    }
    engines = Math.max(engines, processFigures(process.pid)?.children ?? 0);
    memory.push({ x: index, y: process.memoryUsage.rss() });
  }
  if (engines > mostEngines) failures.push(`${engines} engines at once instead of at most ${mostEngines}`);
  await bench.close();
  const slopeKilobytes = slopeOf(memory.slice(Math.floor(times / 10))) / 1_024;
  return {
    tried: times,
    failures,
    figures: {
      'engines at once (most)': String(engines),
      'memory of the core': `${slopeKilobytes.toFixed(0)} kB more each time`,
    },
  };
}

export const twoModels: Suite = {
  id: 'E7',
  promise: 'models that take turns, or write side by side, never get a token of each other',
  needs: 'model',
  times: { short: 5, long: 500 },
  run,
};
