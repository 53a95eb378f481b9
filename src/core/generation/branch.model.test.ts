/**
 * Branches on real models: continuing from a reply's ids gives the distribution that the reply had at every position
 * that both share, with the cache of the reply and without it, and evaluates only what differs.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { type Captured, captured, compareSteps } from './testing/compare-steps.ts';
import { openRealCore, type RealCore } from './testing/real-core.ts';

const tiny = writeTinyLlama({ seed: 11 });
afterAll(() => rmSync(tiny.folder, { recursive: true }));

/** Of the issue: any captured log-probability, in nats. */
const tolerance = 1e-4;
const tokens = 60;

describe.each([
  ['the tiny model', () => tiny.path],
  ['SmolLM2', () => realModelPath('smolLm2')],
])('on %s', (_name, path) => {
  let core: RealCore;
  let conversationId: ConversationId;
  let settings: GenerationSettings;
  let source: Awaited<ReturnType<RealCore['send']>>;

  beforeAll(async () => {
    core = await openRealCore(path());
    conversationId = await core.newConversation({ ...samplerPresets.balanced, seed: 11, maxTokens: 1 });
    const first = await core.send(conversationId, null, 'Tell me a story about light.');
    const { endTokenIds } = await core.client.traces.header({ messageId: first.replyId });
    settings = {
      ...samplerPresets.balanced,
      seed: 11,
      maxTokens: tokens,
      logitBias: endTokenIds.map((tokenId) => ({ tokenId, bias: -100 })),
    };
    await core.client.conversations.update({ conversationId, settings });
    source = await core.send(conversationId, null, 'Tell me a story about light.');
    expect(source.ids).toHaveLength(tokens);
  });
  afterAll(async () => await core.close());

  const at = (position: number) => ({ kind: 'reply', messageId: source.replyId, position }) as const;
  const stepAt = (position: number) => {
    const step = source.steps[position];
    if (step === undefined) throw new Error('the reply has this token');
    return step;
  };
  const expectSame = (left: Captured, right: Captured): void => {
    const { difference, shared } = compareSteps(left, right);
    expect(shared).toBe(left.topIds.length);
    expect(difference).toBeLessThanOrEqual(tolerance);
  };

  it.each([0, 17, 59])(
    'the token that was drawn at %i, forced there, gives the same numbers and the original text again',
    async (position) => {
      for (const isFresh of [false, true]) {
        if (isFresh) await core.forget();
        const drawn = stepAt(position);
        const again = await core.branch(conversationId, at(position), [drawn.tokenId]);
        const forced = again.steps[position];
        if (forced === undefined) throw new Error('the forced token was captured');
        expect(forced.origin).toBe('forced');
        expectSame(forced, drawn);
        expect(again.ids.slice(0, tokens)).toEqual(source.ids);
        expect(again.text.startsWith(source.text)).toBe(true);
        source.steps
          .slice(position)
          .forEach((step, index) => expectSame(again.steps[position + index] ?? step, step));
        // Of a prompt that the cache holds nothing is read again but its last token, when nothing stands behind it.
        const { reusedTokens, promptTokens } = again.stats;
        expect(reusedTokens).toBe(isFresh ? 0 : position === 0 ? promptTokens - 1 : promptTokens);
        const { messages } = await core.client.conversations.get({ conversationId });
        const fork = messages.find(({ id }) => id === again.replyId)?.fork;
        expect(fork).toMatchObject({ sourceId: source.replyId, position, tokenIds: [drawn.tokenId] });
        expect(Math.abs((fork?.logprob ?? Infinity) - (tokenLogprob(drawn) ?? 0))).toBeLessThanOrEqual(
          tolerance,
        );
      }
    },
  );

  it('another token goes elsewhere, and every place before it still has its distribution', async () => {
    const position = 30;
    const drawn = stepAt(position);
    const other = drawn.topIds.find((id) => id !== drawn.tokenId) ?? 0;
    for (const isFresh of [false, true]) {
      if (isFresh) await core.forget();
      const branched = await core.branch(conversationId, at(position), [other]);
      expect(branched.steps.slice(0, position)).toEqual(source.steps.slice(0, position));
      const forced = branched.steps[position];
      if (forced === undefined) throw new Error('the forced token was captured');
      expectSame(forced, drawn);
      for (const before of [1, 12, 30]) {
        const place = { kind: 'reply', messageId: branched.replyId, position: before } as const;
        const { distribution, evaluated } = await core.probe(place);
        expectSame(captured(distribution), stepAt(before));
        expect(evaluated).toBeLessThanOrEqual(branched.stats.promptTokens + before);
        expect((await core.probe(place)).evaluated).toBe(1);
      }
    }
  });

  it('a branch of the prompt reads only the tokens before its place', async () => {
    const place = { kind: 'prompt', messageId: source.replyId, position: 6 } as const;
    const branched = await core.branch(conversationId, place, [40]);
    expect(branched.stats).toMatchObject({ promptTokens: 6, reusedTokens: 5 });
    const { tokenIds } = await core.client.traces.prompt({ messageId: source.replyId });
    expect(await core.client.traces.prompt({ messageId: branched.replyId })).toMatchObject({
      tokenIds: tokenIds.slice(0, 6),
    });
    const [forced] = branched.steps;
    if (forced === undefined) throw new Error('the forced token was captured');
    expectSame(forced, captured((await core.probe(place)).distribution));
  });

  it('samples with the seed of the reply draw its tokens, and given tokens have the probability that they had', async () => {
    await core.forget();
    const samples = [];
    const request = { place: at(20), settings: null, count: 3, maxTokens: 8, seed: 11 };
    for await (const event of await core.client.inspection.sample(request)) samples.push(event);
    expect(samples.map(({ kind }) => kind)).toEqual(['continuation', 'continuation', 'continuation', 'end']);
    const [first, second] = samples;
    const drawn = source.steps.slice(20, 28);
    const logprob = drawn.reduce((sum, step) => sum + (tokenLogprob(step) ?? 0), 0);
    if (first?.kind !== 'continuation' || second?.kind !== 'continuation') throw new Error('three samples');
    expect(first).toMatchObject({ seed: 11, tokenIds: source.ids.slice(20, 28), isEnded: false });
    expect(Math.abs(first.logprob - logprob)).toBeLessThanOrEqual(8 * tolerance);
    expect(second).toMatchObject({ seed: 12 });
    expect(second.tokenIds).not.toEqual(first.tokenIds);

    const given = await core.client.inspection.continuation({
      place: at(20),
      tokenIds: source.ids.slice(20, 28),
    });
    given.tokens.forEach(({ tokenId, logprob: measured, rank }, index) => {
      const step = drawn[index];
      if (step === undefined) throw new Error('eight tokens');
      expect(tokenId).toBe(step.tokenId);
      // Summed in f64 here and in f32 while generating, see TraceStep.logZ.
      expect(Math.abs(measured - (tokenLogprob(step) ?? 0))).toBeLessThanOrEqual(1e-3);
      expect(rank).toBe(1 + Array.from(step.topLogits).filter((logit) => logit > step.logit).length);
    });
  });

  it('a branch of a later turn has its numbers too, whatever the cache holds', async () => {
    const conversation = await core.newConversation({ ...settings, maxTokens: 24 });
    const first = await core.send(conversation, null, 'Name a fish.');
    const second = await core.send(conversation, first.replyId, 'And then?');
    const third = await core.send(conversation, second.replyId, 'Why?');
    // What was written before stood in the cache, token by token (as far as its text gives the same tokens again).
    expect(second.stats.reusedTokens).toBeGreaterThanOrEqual(first.stats.promptTokens);
    expect(third.stats.reusedTokens).toBeGreaterThanOrEqual(second.stats.promptTokens);
    const position = 10;
    const sameAs = async (reply: typeof third) => {
      const drawn = reply.steps[position];
      if (drawn === undefined) throw new Error('the reply has this token');
      const place = { kind: 'reply', messageId: reply.replyId, position } as const;
      const again = await core.branch(conversation, place, [drawn.tokenId]);
      expect(again.ids.slice(0, 24)).toEqual(reply.ids.slice(0, 24));
      reply.steps
        .slice(position, 24)
        .forEach((step, index) => expectSame(again.steps[position + index] ?? step, step));
      return again;
    };
    const { reusedTokens, promptTokens } = (await sameAs(third)).stats;
    expect(reusedTokens).toBe(promptTokens);
    for (const reply of [third, second]) {
      await core.forget();
      expect((await sameAs(reply)).stats.reusedTokens).toBe(0);
    }
    // The same tokens, all of them read in batches: their numbers are others, and are not taken for those of before.
    await core.forget();
    const other = await core.regenerate(conversation, third.replyId);
    const { difference } = compareSteps(other.steps[0] ?? stepAt(0), third.steps[0] ?? stepAt(0));
    process.stderr.write(`in other batches a reply begins ${difference.toPrecision(2)} nat from itself\n`);
    await sameAs(await sameAs(third));
    await core.forget();
    const place = { kind: 'reply', messageId: third.replyId, position } as const;
    expectSame(captured((await core.probe(place)).distribution), third.steps[position] ?? stepAt(0));
  });
});
