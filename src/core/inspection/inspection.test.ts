/**
 * What is asked of an engine for samples and given continuations, with a scripted engine and a real database.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProbeRequest } from '#contract/engine.ts';
import type { SampleEvent } from '#contract/inspection.ts';
import type { Place } from '#contract/place.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createEngineQueue } from '../generation/engine-queue.ts';
import { type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { endToken, scriptedModelId, scriptedStep } from '../generation/testing/scripted-library.ts';
import { createInspection, type InspectionService } from './inspection.ts';

let bench: GenerationBench;
let inspection: InspectionService;
beforeEach(() => {
  bench = openBench();
  inspection = createInspection({ store: bench.store, library: bench.library, queue: createEngineQueue() });
});
afterEach(async () => await bench.close());

const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
const scriptedLogprob = -scriptedStep(0).logZ;

async function writeReply(text: string) {
  const { replyId } = await bench.send(bench.newConversation(), 'Hi');
  const run = await bench.library.nextRun();
  const reading = bench.readAll(replyId);
  await run.write(text);
  await run.end('tokenLimit');
  await reading;
  return replyId;
}

async function collect(events: AsyncIterable<SampleEvent>): Promise<SampleEvent[]> {
  const all: SampleEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('samples', () => {
  it('are drawn one after the other behind the place, each with the next seed and the settings of the reply', async () => {
    const messageId = await writeReply('abc');
    const place = { kind: 'reply', messageId, position: 2 } as const;
    const request = { settings: null, count: 2, maxTokens: 3, seed: 0xffff_ffff };
    const reading = collect(inspection.sample(place, request, undefined));
    const first = await bench.library.nextRun();
    expect(first.request).toMatchObject({
      prompt: bytes('Hi|'),
      reply: bytes('ab'),
      forced: [],
      seed: 0xffff_ffff,
      capture: true,
      settings: { ...samplerPresets.greedy, seed: 7, maxTokens: 5 },
    });
    await first.write('xyz');
    await first.end('tokenLimit');
    const second = await bench.library.nextRun();
    expect(second.request.seed).toBe(0);
    await second.tokens([120, endToken]);
    await second.end('endToken');
    expect(await reading).toEqual([
      {
        kind: 'continuation',
        seed: 0xffff_ffff,
        tokenIds: bytes('xyz'),
        logprob: 3 * scriptedLogprob,
        isEnded: false,
      },
      {
        kind: 'continuation',
        seed: 0,
        tokenIds: [120, endToken],
        logprob: 2 * scriptedLogprob,
        isEnded: true,
      },
      { kind: 'end' },
    ]);
  });

  it('behind tokens of no reply are drawn with neutral settings, and given settings come first', async () => {
    const place: Place = { kind: 'tokens', modelId: scriptedModelId, tokenIds: [1, 2] };
    const request = { settings: null, count: 1, maxTokens: 4, seed: 1 };
    const reading = collect(inspection.sample(place, request, undefined));
    const run = await bench.library.nextRun();
    expect(run.request).toMatchObject({
      prompt: [1, 2],
      settings: { ...samplerPresets.neutral, maxTokens: 4 },
    });
    await run.end('endToken');
    await reading;
    const settings = { ...samplerPresets.precise, stopStrings: ['.'] };
    const other = collect(inspection.sample(place, { ...request, settings }, undefined));
    const otherRun = await bench.library.nextRun();
    expect(otherRun.request.settings).toEqual({ ...settings, maxTokens: 4 });
    await otherRun.end('stopString', 0);
    expect((await other)[0]).toMatchObject({ kind: 'continuation', isEnded: false });
  });

  it('end without a word when who asked has gone, in the middle of one too', async () => {
    const place: Place = { kind: 'tokens', modelId: scriptedModelId, tokenIds: [1] };
    const leaving = new AbortController();
    const request = { settings: null, count: 5, maxTokens: 9, seed: 1 };
    const reading = collect(inspection.sample(place, request, leaving.signal));
    const run = await bench.library.nextRun();
    await run.write('a');
    leaving.abort();
    await run.write('b');
    expect(await reading).toEqual([]);
  });
});

describe('a given continuation', () => {
  it('is measured token by token, each behind those before it', async () => {
    const messageId = await writeReply('abc');
    const engine = await bench.library.load(scriptedModelId);
    const asked: ProbeRequest[] = [];
    const probe = engine.probe.bind(engine);
    engine.probe = (request) => {
      asked.push(request);
      return probe(request);
    };
    const place = { kind: 'reply', messageId, position: 1 } as const;
    const { tokens, profile } = await inspection.continuation(place, bytes('xy'), undefined);
    expect(tokens).toEqual([
      { tokenId: 120, logprob: -1.5, rank: 2 },
      { tokenId: 121, logprob: -1.5, rank: 2 },
    ]);
    expect(profile.engine).toBe('scripted');
    expect(asked.map(({ prompt, reply, wanted, isExact }) => ({ prompt, reply, wanted, isExact }))).toEqual([
      { prompt: bytes('Hi|'), reply: bytes('a'), wanted: [120], isExact: true },
      { prompt: bytes('Hi|'), reply: bytes('ax'), wanted: [121], isExact: true },
    ]);
  });

  it('of a place that does not exist is refused', async () => {
    const messageId = await writeReply('abc');
    const place = { kind: 'reply', messageId, position: 4 } as const;
    await expect(inspection.continuation(place, [1], undefined)).rejects.toMatchObject({
      code: 'trace.notFound',
    });
    expect(() =>
      inspection.sample(place, { settings: null, count: 1, maxTokens: 1, seed: 1 }, undefined),
    ).toThrow(expect.objectContaining({ code: 'trace.notFound' }));
  });
});
