/**
 * The whole core with a real engine process and SmolLM2: what a page sees from the first message to a killed engine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoreClient } from '#contract/contract.ts';
import type { ReplyEvent } from '#contract/generation.ts';
import type { MessageId, ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { realModelPath } from '../../fixtures/real-models.ts';
import { type Core, createCore } from './create-core.ts';
import type { EngineProcess } from './engines/engine-process.ts';
import { forkEngine } from './engines/fork-engine.ts';
import { createPortServer } from './serve-port.ts';
import { coreOptions } from './testing/core-options.ts';

let dataDir = '';
let core: Core;
let client: CoreClient;
let channel: MessageChannel;
let modelId: ModelId;
const engines: EngineProcess[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  const path = realModelPath('smolLm2');
  const fork = forkEngine({
    entry: join(import.meta.dirname, '../engine/engine.ts'),
    execArgv: ['--no-warnings'],
  });
  const silent = (): void => undefined;
  core = await createCore({
    ...coreOptions(dataDir),
    modelDirs: [dirname(path)],
    shell: 'cli',
    launchEngine: async () => {
      const engine = await fork();
      engines.push(engine);
      return engine;
    },
    log: { info: silent, warn: silent, error: silent },
  });
  channel = new MessageChannel();
  createPortServer(core.router)(channel.port1);
  channel.port1.start();
  channel.port2.start();
  client = createORPCClient<CoreClient>(
    new RPCLink({ port: channel.port2, customJsonSerializers: [...customJsonSerializers] }),
  );
  await client.models.rescan({});
  const model = (await client.models.list({})).models.find(({ fileName }) => path.endsWith(fileName));
  if (model === undefined) throw new Error('SmolLM2 is in the model folder');
  modelId = model.id;
  await client.models.configure({ modelId, loadSettings: { contextTokens: 1_024, threads: 1, gpu: 'off' } });
});
afterAll(async () => {
  channel.port2.close();
  await core.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const newConversation = async (changes: Partial<(typeof samplerPresets)['greedy']> = {}) =>
  (
    await client.conversations.create({
      modelId,
      settings: { ...samplerPresets.greedy, seed: 1, ...changes },
    })
  ).id;

async function collect(replyId: MessageId, fromToken = 0): Promise<ReplyEvent[]> {
  const events: ReplyEvent[] = [];
  for await (const event of await client.generation.attach({ replyId, fromToken })) events.push(event);
  return events;
}

/** Reads until `count` tokens have been shown, then leaves. */
async function waitForTokens(replyId: MessageId, count: number): Promise<number> {
  for await (const event of await client.generation.attach({ replyId, fromToken: 0 })) {
    if (event.kind === 'tokens' && event.firstToken + event.count >= count)
      return event.firstToken + event.count;
  }
  throw new Error('the reply ended before');
}

function read(events: readonly ReplyEvent[]) {
  const chunks = events.flatMap((event) => (event.kind === 'tokens' ? [event] : []));
  const ids = chunks.flatMap((chunk) => decodeSteps(chunk.steps).map((step) => step.tokenId));
  const end = events.flatMap((event) => (event.kind === 'end' ? [event] : []))[0];
  return { ids, chunks, end, text: chunks.map((chunk) => chunk.text).join('') };
}

describe('a conversation with SmolLM2', () => {
  it('is answered, and every page that attaches at any point reads the same tokens', async () => {
    const conversationId = await newConversation({ maxTokens: 60 });
    const { replyId } = await client.generation.send({
      conversationId,
      parentId: null,
      text: 'What is a prism?',
      overflow: 'refuse',
    });
    const first = collect(replyId);
    await waitForTokens(replyId, 5);
    const late = [0, 3, 17, 40].map(async (fromToken) => ({
      fromToken,
      events: await collect(replyId, fromToken),
    }));
    const whole = read(await first);
    expect(whole.ids.length).toBeGreaterThan(5);
    expect(whole.end?.text).toBe(whole.text);
    expect(whole.text.toLowerCase()).toContain('prism');
    for (const { fromToken, events } of await Promise.all(late))
      expect(read(events).ids).toEqual(whole.ids.slice(fromToken));
    expect(read(await collect(replyId)).ids).toEqual(whole.ids);
    const conversation = await client.conversations.get({ conversationId });
    expect(conversation.messages[1]).toMatchObject({ text: whole.text, state: 'complete', hasTrace: true });
    expect(whole.end?.end.stats?.replyTokens).toBe(whole.ids.length);
  });

  it('gives the same tokens again for the same seed, and goes on from a token limit as if there had been none', async () => {
    const settings = { ...samplerPresets.balanced, seed: 11 };
    const { id: conversationId } = await client.conversations.create({
      modelId,
      settings: { ...settings, maxTokens: 24 },
    });
    const sent = await client.generation.send({
      conversationId,
      parentId: null,
      text: 'Tell me about light.',
      overflow: 'refuse',
    });
    const whole = read(await collect(sent.replyId));
    await client.conversations.update({ conversationId, settings: { ...settings, maxTokens: 12 } });
    const half = await client.generation.regenerate({
      conversationId,
      replyId: sent.replyId,
      overflow: 'refuse',
    });
    expect(read(await collect(half.replyId))).toMatchObject({
      ids: whole.ids.slice(0, 12),
      end: { end: { reason: 'tokenLimit' } },
    });
    await client.generation.continue({ conversationId, replyId: half.replyId });
    const continued = read(await collect(half.replyId));
    expect(continued.ids).toEqual(whole.ids);
    expect(continued.end?.text).toBe(whole.end?.text);
  });

  it('counts before sending and refuses what does not fit', async () => {
    const conversationId = await newConversation();
    const text = 'light '.repeat(1_200);
    const preview = await client.generation.preview({ conversationId, parentId: null, text });
    expect(preview.promptTokens).toBeGreaterThan(preview.textTokens);
    expect(preview.contextTokens).toBe(1_024);
    await expect(
      client.generation.send({ conversationId, parentId: null, text, overflow: 'refuse' }),
    ).rejects.toMatchObject({
      code: 'generation.contextFull',
      data: { contextTokens: 1_024 },
    });
    expect((await client.conversations.get({ conversationId })).messages).toEqual([]);
  });

  it('scores the prompt afterwards', async () => {
    const conversationId = await newConversation({ maxTokens: 1 });
    const { replyId } = await client.generation.send({
      conversationId,
      parentId: null,
      text: 'Hi',
      overflow: 'refuse',
    });
    await collect(replyId);
    const prompt = await client.traces.prompt({ messageId: replyId });
    const score = await client.traces.scorePrompt({ messageId: replyId });
    const ids = score.chunks.flatMap((chunk) => decodeSteps(chunk.steps).map((step) => step.tokenId));
    expect(ids).toEqual(prompt.tokenIds);
    expect(await client.traces.promptScore({ messageId: replyId })).toEqual(score);
  });
});

describe('Stop', () => {
  it('ends the reply with what was written', async () => {
    const conversationId = await newConversation();
    const { replyId } = await client.generation.send({
      conversationId,
      parentId: null,
      text: 'Count to one thousand.',
      overflow: 'refuse',
    });
    const reading = collect(replyId);
    const shown = await waitForTokens(replyId, 4);
    await client.generation.stop({ replyId });
    const { ids, end } = read(await reading);
    expect(end?.end).toMatchObject({ reason: 'stopped', error: null });
    expect(ids.length).toBeGreaterThanOrEqual(shown);
    expect((await client.models.list({})).models.find(({ id }) => id === modelId)?.state.kind).toBe('loaded');
  });
});

describe('an engine killed in mid-reply', () => {
  it('costs no token that was shown, gives the reason, and the next message works', async () => {
    const conversationId = await newConversation();
    const { replyId } = await client.generation.send({
      conversationId,
      parentId: null,
      text: 'Count to one thousand.',
      overflow: 'refuse',
    });
    const reading = collect(replyId);
    const shown = await waitForTokens(replyId, 8);
    const killed = engines.at(-1);
    if (killed?.pid === undefined) throw new Error('an engine runs');
    process.kill(killed.pid, 'SIGKILL');
    const { ids, end, text } = read(await reading);
    expect(end?.end).toMatchObject({ reason: 'interrupted', error: { code: 'engine.exited' } });
    expect(ids.length).toBeGreaterThanOrEqual(shown);
    expect(end?.text).toBe(text);
    const { messages } = await client.conversations.get({ conversationId });
    expect(messages[1]).toMatchObject({ text, end: { reason: 'interrupted' } });

    await client.conversations.update({
      conversationId,
      settings: { ...samplerPresets.greedy, maxTokens: 5 },
    });
    const next = await client.generation.send({
      conversationId,
      parentId: replyId,
      text: 'Go on.',
      overflow: 'refuse',
    });
    expect(read(await collect(next.replyId)).ids.length).toBeGreaterThan(0);
    expect(engines.at(-1)).not.toBe(killed);
  });
});

describe('closing', () => {
  it('leaves no engine behind', async () => {
    await core.close();
    await Promise.all(engines.map((engine) => engine.exited));
  });
});
