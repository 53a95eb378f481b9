/**
 * A summary that a real model writes of a conversation that is too long for its context, and what it reads then: exact tokens, in a
 * part of their own.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { hasRealModel, realModelPath } from '../../../fixtures/real-models.ts';
import { openRealCore, type RealCore } from './testing/real-core.ts';

let core: RealCore;
beforeAll(async () => {
  if (hasRealModel('smolLm2')) core = await openRealCore(realModelPath('smolLm2'));
});
afterAll(() => core?.close());

const sumOf = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, tokens) => sum + tokens, 0);

it.skipIf(!hasRealModel('smolLm2'))(
  'the oldest turns are read as what the model wrote of them, as counted before, and again when it is written again',
  async () => {
    const conversationId = await core.newConversation({ ...samplerPresets.greedy, maxTokens: 4 });
    await core.client.conversations.update({
      conversationId,
      systemPrompt: 'Be brief.',
      contextStrategy: 'summariseOldest',
    });
    let parentId: MessageId | null = null;
    for (const name of ['Ines', 'Jonas', 'Karim']) {
      const text = `${name} is here. ${'The keeper counted the ships that passed his tower. '.repeat(11)}`;
      ({ replyId: parentId } = await core.send(conversationId, parentId, text));
    }
    const text = `And then? ${'Say it all again. '.repeat(20)}`;
    const ask = { conversationId, parentId, text };
    const before = await core.client.generation.preview(ask);
    expect(before).toMatchObject({ summaryId: null, summaryObstacle: null, fits: true });
    expect(before.wouldSummarise.length).toBeGreaterThan(0);
    const sent = await core.client.generation.send({ ...ask, overflow: 'asChosen' });
    const kinds = new Set<string>();
    for await (const event of await core.client.generation.attach({ replyId: sent.replyId, fromToken: 0 })) {
      kinds.add(event.kind);
      if (event.kind === 'end') expect(event.end.error).toBeNull();
    }
    expect(kinds).toContain('tokens');
    const { summaries, summaryReads } = await core.client.conversations.get({ conversationId });
    const summary = summaries.at(-1);
    if (summary === undefined) throw new Error('a summary was written');
    expect(summary.lastMessageId).toBe(before.wouldSummarise.at(-1));
    expect(summaryReads).toEqual([{ messageId: sent.replyId, summaryId: summary.id, failure: null }]);

    const { tokenIds, spans } = await core.client.traces.prompt({ messageId: sent.replyId });
    const part = spans.find((span) => span.part === 'summary');
    const cut = await core.client.tokenizer.cut({
      modelId: summary.model.id,
      text: `Summary of the earlier part of this conversation:\n${summary.text}`,
    });
    expect(tokenIds.slice(part?.start, part?.end)).toEqual(cut.tokenIds);
    const read = new Set(spans.map(({ messageId }) => messageId));
    for (const covered of before.wouldSummarise) expect(read.has(covered)).toBe(false);

    const after = await core.client.generation.preview(ask);
    expect(after.summaryId).toBe(summary.id);
    expect(after.parts.summary).toBe(cut.tokenIds.length);
    expect(sumOf(after.parts)).toBe(tokenIds.length);
    const again = await core.regenerate(conversationId, sent.replyId);
    const prompt = await core.client.traces.prompt({ messageId: again.replyId });
    expect(prompt.tokenIds).toEqual(tokenIds);
  },
);
