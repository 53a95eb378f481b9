import { expect, test, vi } from 'vitest';
import type { TokenChunk } from '#contract/engine.ts';
import { messageIdSchema, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { decodeSteps, encodeSteps } from '#probability/trace-codec.ts';
import { headOf } from '#probability/trace-head.ts';
import { TraceStore, type TraceSource } from './trace-store.ts';

const messageId = messageIdSchema.parse('00000000-0000-4000-8000-000000000001');
const vocabularyHash = vocabularyHashSchema.parse('1'.repeat(64));
/** A vocabulary of the letters a to z: the token with id 0 is "a". */
const letters = {
  hash: vocabularyHash,
  bytes: Uint8Array.from({ length: 26 }, (_, id) => 97 + id),
  offsets: new Uint8Array(Uint32Array.from({ length: 27 }, (_, id) => id).buffer),
  types: new Uint8Array(26).fill(1),
  endTokenIds: [],
};

function chunkOf(firstToken: number, text: string): TokenChunk {
  const steps = Array.from(text, (letter) => ({
    tokenId: letter.charCodeAt(0) - 97,
    origin: 'sampled' as const,
    logit: 0,
    maxLogit: 0,
    logZ: 1,
    isLogZExact: true,
    draw: 0.1,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    rank: null,
    topIds: Uint32Array.of(0),
    topLogits: Float32Array.of(0),
  }));
  return { kind: 'tokens', firstToken, count: text.length, steps: encodeSteps(steps) };
}

function headsOf(chunk: TokenChunk): TokenChunk {
  return { ...chunk, steps: encodeSteps(decodeSteps(chunk.steps).map(headOf)) };
}

/** A core that holds one reply; `header` may be changed while it runs. */
function sourceOf(stored: { text: string }): { source: TraceSource; asked: [number, number][] } {
  const asked: [number, number][] = [];
  const header = (): TraceHeader => ({
    messageId,
    model: { id: modelIdSchema.parse('2'.repeat(64)), name: 'test' },
    vocabularyHash,
    vocabularySize: 26,
    endTokenIds: [],
    profile: testProfile,
    settings: samplerPresets.neutral,
    seed: 1,
    promptTokens: 2,
    replyTokens: stored.text.length,
  });
  const source = {
    traces: {
      header: vi.fn(async () => header()),
      chunks: vi.fn(async ({ fromToken, toToken }: { fromToken: number; toToken: number }) => {
        return [chunkOf(fromToken, stored.text.slice(fromToken, toToken))];
      }),
      heads: vi.fn(async ({ fromToken, toToken }: { fromToken: number; toToken: number }) => {
        asked.push([fromToken, toToken]);
        return [headsOf(chunkOf(fromToken, stored.text.slice(fromToken, toToken)))];
      }),
      prompt: vi.fn(async () => ({
        tokenIds: [7, 8],
        spans: [{ start: 0, end: 2, part: 'raw' as const, messageId: null }],
      })),
      promptScore: vi.fn(async () => null),
      scorePrompt: vi.fn(async () => ({
        profile: { ...testProfile, pass: 'scoring' as const },
        scoredAtMs: 1,
        chunks: [chunkOf(0, 'hi')],
      })),
    },
    models: { vocabulary: vi.fn(async () => letters) },
  };
  return { source, asked };
}

function shownText(store: TraceStore): string | null {
  const state = store.reply(messageId).get();
  return state.status === 'ready' ? state.trace.cells.text : null;
}

test('an old reply is fetched in ranges until it is complete', async () => {
  const text = 'abcdefghij'.repeat(60);
  const { source, asked } = sourceOf({ text });
  const store = new TraceStore(source);
  await store.open(messageId);
  expect(shownText(store)).toBe(text);
  expect(asked).toEqual([
    [0, 256],
    [256, 600],
  ]);
});

test('opening twice fetches once', async () => {
  const { source, asked } = sourceOf({ text: 'abc' });
  const store = new TraceStore(source);
  await Promise.all([store.open(messageId), store.open(messageId)]);
  await store.open(messageId);
  expect(asked).toEqual([[0, 3]]);
});

test('tokens that streamed before the trace was opened are there, without asking for them', async () => {
  const { source, asked } = sourceOf({ text: 'abc' });
  const store = new TraceStore(source);
  store.appendLive(messageId, chunkOf(0, 'ab'));
  store.appendLive(messageId, chunkOf(2, 'c'));
  await store.open(messageId);
  expect(shownText(store)).toBe('abc');
  expect(asked).toEqual([]);
});

test('a reply grows while it streams, and whoever shows it is told', async () => {
  const { source } = sourceOf({ text: 'a' });
  const store = new TraceStore(source);
  await store.open(messageId);
  const seen: (string | null)[] = [];
  store.reply(messageId).subscribe(() => seen.push(shownText(store)));
  store.appendLive(messageId, chunkOf(1, 'b'));
  store.appendLive(messageId, chunkOf(1, 'b'));
  store.appendLive(messageId, chunkOf(2, 'c'));
  expect(seen).toEqual(['ab', 'abc']);
});

test('what a page missed is read again once the reply stands', async () => {
  const stored = { text: 'a' };
  const { source } = sourceOf(stored);
  const store = new TraceStore(source);
  await store.open(messageId);
  stored.text = 'abcd';
  await store.refresh(messageId);
  expect(shownText(store)).toBe('abcd');
});

test('a missing trace has a state with its cause, and can be tried again', async () => {
  const { source } = sourceOf({ text: 'abc' });
  vi.mocked(source.traces.header).mockRejectedValueOnce(new Error('gone'));
  const store = new TraceStore(source);
  await store.open(messageId);
  expect(store.reply(messageId).get()).toEqual({ status: 'failed', code: 'app.internal' });
  await store.open(messageId, true);
  expect(shownText(store)).toBe('abc');
});

test('a prompt has its exact tokens at once and its numbers after scoring', async () => {
  const { source } = sourceOf({ text: 'abc' });
  const store = new TraceStore(source);
  await store.openPrompt(messageId);
  const before = store.prompt(messageId).get();
  expect(before.status === 'ready' && before.score.kind).toBe('none');
  expect(before.status === 'ready' && before.trace.cells.text).toBe('hi');
  await store.scorePrompt(messageId);
  const after = store.prompt(messageId).get();
  expect(after.status === 'ready' && after.score).toEqual({
    kind: 'scored',
    profile: { ...testProfile, pass: 'scoring' },
  });
  expect(after.status === 'ready' && after.trace.values(1).surprisalBits).toBeCloseTo(1 / Math.LN2, 6);
});

test('a score that fails says why and leaves the prompt as it was', async () => {
  const { source } = sourceOf({ text: 'abc' });
  vi.mocked(source.traces.scorePrompt).mockRejectedValueOnce(new Error('no memory'));
  const store = new TraceStore(source);
  await store.openPrompt(messageId);
  await store.scorePrompt(messageId);
  const state = store.prompt(messageId).get();
  expect(state.status === 'ready' && state.score).toEqual({ kind: 'failed', code: 'app.internal' });
  expect(state.status === 'ready' && state.trace.cells.text).toBe('hi');
});

test('the alternatives of a token come when it is looked into, with those of its neighbours, once', async () => {
  const { source } = sourceOf({ text: 'abcdefghij'.repeat(60) });
  const store = new TraceStore(source);
  await store.open(messageId);
  const state = store.reply(messageId).get();
  if (state.status !== 'ready') throw new Error('the trace is there');
  const { trace } = state;
  expect(trace.lacksStep(300)).toBe(true);
  expect(trace.step(300)).toBeNull();
  const told = vi.fn();
  store.reply(messageId).subscribe(told);
  await store.fetchStep(messageId, 300);
  expect(trace.lacksStep(300)).toBe(false);
  expect(trace.step(300)).toMatchObject({ tokenId: 0, topIds: Uint32Array.of(0) });
  expect(trace.step(310)).toMatchObject({ tokenId: 0, topIds: Uint32Array.of(0) });
  expect(trace.lacksStep(500)).toBe(true);
  expect(told).toHaveBeenCalledTimes(1);
  await store.fetchStep(messageId, 300);
  expect(source.traces.chunks).toHaveBeenCalledTimes(1);
});

test('alternatives that cannot be fetched are a failure that says why', async () => {
  const { source } = sourceOf({ text: 'abc' });
  vi.mocked(source.traces.chunks).mockRejectedValueOnce(new Error('gone'));
  const store = new TraceStore(source);
  await store.open(messageId);
  await store.fetchStep(messageId, 1);
  expect(store.reply(messageId).get()).toEqual({ status: 'failed', code: 'app.internal' });
});
