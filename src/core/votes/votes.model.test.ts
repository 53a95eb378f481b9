/**
 * A blind vote between two models in engines of their own, as a page behind a port sees it: everything that the core sends
 * before the vote is kept and looked through.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoreClient } from '#contract/contract.ts';
import type { ComparisonId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import type { VoteRound } from '#contract/votes.ts';
import { openRealComparisons, type RealComparisons } from '#core/comparisons/testing/real-comparisons.ts';
import { createPortServer } from '#core/serve-port.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';

let dataDir = '';
let core: RealComparisons;
const models = [writeTinyLlama({ seed: 3 }), writeTinyLlama({ seed: 4 })];
const channel = new MessageChannel();
/** What has reached the page, as text. */
const frames: string[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-vote-'));
  const folders = models.map(({ folder }) => folder);
  core = await openRealComparisons(dataDir, folders, { mostThreads: 2 });
});
afterEach(async () => {
  channel.port2.close();
  await core.close();
  for (const folder of [dataDir, ...models.map((model) => model.folder)]) rmSync(folder, { recursive: true });
});

function connect(): CoreClient {
  createPortServer(core.router)(channel.port1);
  channel.port2.on('message', (data: unknown) => {
    frames.push(typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString()); // the two kinds of oRPC
  });
  channel.port1.start();
  channel.port2.start();
  return createORPCClient<CoreClient>(
    new RPCLink({ port: channel.port2, customJsonSerializers: [...customJsonSerializers] }),
  );
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'answered';
  } catch (cause) {
    return cause instanceof ORPCError ? cause.code : cause;
  }
}

/** Listens as a page does. */
async function untilReady(page: CoreClient, comparisonId: ComparisonId): Promise<VoteRound> {
  const aborter = new AbortController();
  const told = await page.app.notices({}, { signal: aborter.signal });
  try {
    for (;;) {
      const round = await page.votes.get({ comparisonId });
      if (round.state.kind !== 'writing') return round;
      if ((await told.next()).done === true) throw new Error('the core has closed');
    }
  } finally {
    aborter.abort();
  }
}

async function knownModels() {
  await core.client.models.rescan({});
  const known = (await core.client.models.list({})).models;
  for (const { id: modelId } of known)
    await core.client.models.configure({
      modelId,
      loadSettings: { contextTokens: 512, threads: null, gpu: 'off' },
    });
  return known;
}

/** Lanes, messages and traces, as of any comparison. */
async function isComparison(page: CoreClient, round: VoteRound, revealed: VoteRound): Promise<void> {
  const { lanes } = await page.comparisons.get({ comparisonId: round.comparisonId });
  const shown = await Promise.all(
    lanes.map(({ conversationId }) => page.conversations.get({ conversationId })),
  );
  expect(shown.map(({ modelId }) => modelId)).toEqual([revealed.models?.a.id, revealed.models?.b.id]);
  expect(shown.map(({ messages }) => messages[1]?.text)).toEqual([round.answers?.a, round.answers?.b]);
  const [first] = shown;
  expect(await page.traces.header({ messageId: first?.messages[1]?.id ?? fail() })).toBeDefined();
}

it('nothing that the core sends before the vote tells which model is which, and everything is there after it', async () => {
  const known = await knownModels();
  const page = connect();
  const settings = { ...samplerPresets.balanced, seed: 5, maxTokens: 8 };
  const { comparisonId } = await page.votes.begin({
    folder: 'Tiny',
    question: 'Light',
    lanes: known.map(({ id: modelId }) => ({ modelId, template: 'model', systemPrompt: '', settings })),
  });
  const round = await untilReady(page, comparisonId);
  expect(round.state).toEqual({ kind: 'ready' });
  expect(round.models).toBeNull();
  await page.votes.list({});
  await page.comparisons.list({});
  await page.conversations.list({});
  expect(await codeOf(page.comparisons.get({ comparisonId }))).toBe('vote.comesFirst');
  expect(await codeOf(core.client.comparisons.delete({ comparisonId }))).toBe('vote.comesFirst');
  // Which models are loaded is told as ever, of both, and in an order that has nothing to do with the sides.
  const sent = frames.filter((frame) => !frame.includes('modelChanged'));
  expect(frames.length).toBeGreaterThan(sent.length);
  expect(sent.some((frame) => frame.includes(comparisonId))).toBe(true);
  for (const { id, name, fileName } of known)
    for (const secret of [id, name, fileName]) expect(sent.join('\n')).not.toContain(secret);

  const revealed = await page.votes.vote({ comparisonId, choice: 'a' });
  expect(new Set([revealed.models?.a.id, revealed.models?.b.id])).toEqual(new Set(known.map(({ id }) => id)));
  await isComparison(page, round, revealed);
});

function fail(): never {
  throw new Error('it is there');
}
