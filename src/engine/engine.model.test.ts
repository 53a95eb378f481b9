/**
 * The engine as a process: what crosses its port, what it refuses, and that it never outlives its parent.
 */
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LoadedModel, LoadRequest } from '#contract/engine.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { forkEngine, type ForkedEngine } from '../../fixtures/fork-engine.ts';
import { createTinyLlama, writeTinyLlama } from '../../fixtures/tiny-llama.ts';
import { chooseThreads } from './choose-threads.ts';

const tiny = writeTinyLlama({ seed: 77, contextTokens: 4_096 });
let engine: ForkedEngine | null = null;
afterEach(async () => {
  engine?.child.kill('SIGKILL');
  await engine?.exited;
  engine = null;
});
afterAll(() => rm(tiny.folder, { recursive: true }));

const start = (): ForkedEngine => (engine = forkEngine());
const requestFor = (path: string, more: Partial<LoadRequest> = {}): LoadRequest => ({
  path,
  contextTokens: 2_048,
  threads: 1,
  gpu: 'off',
  batchTokens: 64,
  flashAttention: true,
  ...more,
});

async function load(
  { client }: ForkedEngine,
  path = tiny.path,
  more: Partial<LoadRequest> = {},
): Promise<LoadedModel> {
  let model: LoadedModel | null = null;
  for await (const event of await client.load(requestFor(path, more)))
    if (event.kind === 'loaded') model = event.model;
  if (model === null) throw new Error('no loaded event');
  return model;
}

async function collect<T>(events: Promise<AsyncIterable<T>>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of await events) all.push(event);
  return all;
}

const endless = { ...samplerPresets.balanced, logitBias: [0, 2].map((tokenId) => ({ tokenId, bias: -100 })) };
const codeOf = async (answer: Promise<unknown>): Promise<unknown> => {
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ORPCError ? { code: error.code, data: error.data, defined: error.defined } : error;
};

describe('the engine process', () => {
  it('loads, renders, generates and scores over its pipe', async () => {
    const forked = start();
    const model = await load(forked);
    expect(model).toMatchObject({
      vocabularySize: tiny.config.vocabularySize,
      contextTokens: 2_048,
      endTokenIds: [0, 2],
      hasChatTemplate: true,
    });
    expect(model.profile).toMatchObject({
      backend: 'cpu',
      threads: 1,
      pass: 'generation',
      isLogZExact: true,
    });
    const prompt = await forked.client.render({
      kind: 'chat',
      turns: [{ role: 'user', text: 'the shore', messageId: null }],
    });
    const events = await collect(
      forked.client.generate({
        prompt: prompt.tokenIds,
        reply: [],
        forced: [],
        settings: { ...endless, maxTokens: 20 },
        seed: 1,
        topN: 32,
        capture: true,
      }),
    );
    const steps = events.flatMap((event) => (event.kind === 'tokens' ? decodeSteps(event.steps) : []));
    expect(steps).toHaveLength(20);
    expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'tokenLimit' });
    const score = await collect(forked.client.score({ tokenIds: prompt.tokenIds, from: 0, topN: 8 }));
    expect(score.at(-1)).toMatchObject({ kind: 'end', profile: { pass: 'scoring' } });
    const { work, memoryBytes } = await forked.client.ping({});
    expect(work).toBeGreaterThanOrEqual(prompt.tokenIds.length + 19);
    expect(memoryBytes).toBeGreaterThan(1e6);
  });

  it('refuses a second generation while one runs, answers pings meanwhile, and stops it on request', async () => {
    const forked = start();
    await load(forked);
    const request = {
      prompt: [0, 50, 51],
      reply: [],
      forced: [],
      settings: endless,
      seed: 1,
      topN: 64,
      capture: true,
    };
    const running = await forked.client.generate(request);
    const first = await running[Symbol.asyncIterator]().next();
    expect(first.done).toBe(false);
    expect(await codeOf(collect(forked.client.generate(request)))).toMatchObject({
      code: 'engine.busy',
      defined: true,
    });
    expect((await forked.client.ping({})).work).toBeGreaterThan(0);
    const rest = collect(Promise.resolve(running));
    expect(await forked.client.stop({})).toEqual({ wasRunning: true });
    expect((await rest).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' });
    expect(await forked.client.stop({})).toEqual({ wasRunning: false });
  });

  it('is free again after a reader went away', async () => {
    const forked = start();
    await load(forked);
    const request = {
      prompt: [0, 50, 51],
      reply: [],
      forced: [],
      settings: endless,
      seed: 1,
      topN: 64,
      capture: true,
    };
    const running = (await forked.client.generate(request))[Symbol.asyncIterator]();
    await running.next();
    await running.return?.();
    await forked.client.stop({});
    const events = await collect(
      forked.client.generate({ ...request, settings: { ...endless, maxTokens: 2 } }),
    );
    expect(events.at(-1)).toMatchObject({ reason: 'tokenLimit' });
  });

  it('calibrates its threads and goes on working', async () => {
    const forked = start();
    await load(forked);
    const events = await collect(forked.client.calibrate({ maxThreads: 2 }));
    const result = events.at(-1);
    expect(result?.kind).toBe('result');
    if (result?.kind !== 'result') return;
    const { threads, measurements } = result.calibration;
    expect(measurements.map((each) => each.threads)).toEqual([1, 2]);
    expect(threads).toBe(chooseThreads(measurements));
    const score = await collect(forked.client.score({ tokenIds: [0, 50], from: 0, topN: 4 }));
    expect(score.at(-1)).toMatchObject({ profile: { threads } });
  });

  it('takes no more context than the model was trained with', async () => {
    expect(await load(start(), tiny.path, { contextTokens: 100_000 })).toMatchObject({
      contextTokens: 4_096,
    });
  });

  it('tells a file that cannot be loaded by its code, and loads another one afterwards', async () => {
    const forked = start();
    const strange = join(tiny.folder, 'strange.gguf');
    await writeFile(strange, createTinyLlama({ architecture: 'mystery' }).file);
    expect(await codeOf(load(forked, strange))).toMatchObject({
      code: 'model.unsupportedArchitecture',
      data: { architecture: 'mystery' },
      defined: true,
    });
    const short = join(tiny.folder, 'short.gguf');
    await writeFile(short, tiny.file);
    await truncate(short, tiny.file.length - 50_000);
    expect(await codeOf(load(forked, short))).toMatchObject({ code: 'model.truncated', defined: true });
    expect(await codeOf(load(forked, join(tiny.folder, 'missing.gguf')))).toMatchObject({
      code: 'model.unreadable',
      defined: true,
    });
    expect(await load(forked)).toMatchObject({ hasChatTemplate: true });
  });

  it('refuses to work without a model', async () => {
    const forked = start();
    expect(await codeOf(forked.client.tokenize({ text: 'x' }))).toMatchObject({
      code: 'model.loadFailed',
      defined: true,
    });
  });

  it('exits when its pipe closes, also in mid-generation', async () => {
    const idle = start();
    await load(idle);
    idle.child.disconnect();
    expect(await idle.exited).toEqual({ code: 0, signal: null });
    const busy = start();
    await load(busy);
    const running = (
      await busy.client.generate({
        prompt: [0, 50],
        reply: [],
        forced: [],
        settings: endless,
        seed: 1,
        topN: 64,
        capture: true,
      })
    )[Symbol.asyncIterator]();
    await running.next();
    busy.child.disconnect();
    expect(await busy.exited).toEqual({ code: 0, signal: null });
  });
});
