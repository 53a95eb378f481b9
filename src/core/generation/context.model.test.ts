/**
 * The context of a real model, measured and fitted by the whole core: what is counted before sending is what is read, also of a
 * conversation of 2,000 messages.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConversationId, type DocumentId, type MessageId, modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { hasRealModel, realModelPath } from '../../../fixtures/real-models.ts';
import type { Store } from '../db/store.ts';
import { newConversation } from '../db/testing/new-conversation.ts';
import { openRealCore, type RealCore } from './testing/real-core.ts';

const settings = { ...samplerPresets.greedy, maxTokens: 4 };
let core: RealCore;
beforeAll(async () => {
  if (hasRealModel('smolLm2')) core = await openRealCore(realModelPath('smolLm2'), seedHistory);
});
afterAll(() => core?.close());

/** A conversation of 2,000 messages. */
const longId = '00000000-0000-4000-8000-0000000000a0' as ConversationId;
let longLeafId: MessageId | null = null;

function seedHistory(store: Store): void {
  const words = 'The lighthouse keeper counted the ships that passed his tower, and wrote their names. ';
  const model = { id: modelIdSchema.parse('c'.repeat(64)), name: 'Another' };
  store.transaction(() => {
    newConversation(store, { id: longId, settings, contextStrategy: 'dropOldest' });
    for (let turn = 0; turn < 1_000; turn++) {
      const userId = randomUUID() as MessageId;
      const replyId = randomUUID() as MessageId;
      const place = { conversationId: longId, createdAtMs: turn + 1 };
      const text = `${turn}: ${words.repeat(2)}`;
      store.messages.insertUserMessage({ ...place, id: userId, parentId: longLeafId, text });
      const reply = { ...place, id: replyId, parentId: userId, model, settings, seed: 1, cutMessageIds: [] };
      store.messages.insertReply(reply);
      store.messages.finish(replyId, text, { reason: 'endToken', error: null, stats: null });
      longLeafId = replyId;
    }
  });
}

const sumOf = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, tokens) => sum + tokens, 0);

async function readFor(replyId: MessageId) {
  const { tokenIds, spans } = await core.client.traces.prompt({ messageId: replyId });
  return { tokens: tokenIds.length, read: new Set(spans.map(({ messageId }) => messageId)) };
}

async function tellStory(conversationId: ConversationId, turns: number): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const text = `${turn}: ${'The keeper counted the ships that passed. '.repeat(12)}`;
    const { replyId } = await core.send(conversationId, ids.at(-1) ?? null, text);
    ids.push(replyId);
  }
  return ids;
}

it.skipIf(!hasRealModel('smolLm2'))(
  'what is counted before sending is exactly what is read, with and without a full context',
  async () => {
    const id = await core.newConversation(settings);
    await core.client.conversations.update({
      conversationId: id,
      systemPrompt: 'Be brief.',
      contextStrategy: 'dropOldest',
    });
    const replies = await tellStory(id, 3);
    const conversation = await core.client.conversations.get({ conversationId: id });
    for (const text of ['And then?', `And then? ${'Say it all again. '.repeat(40)}`]) {
      const parentId = replies.at(-1) ?? null;
      const preview = await core.client.generation.preview({ conversationId: id, parentId, text });
      const sent = await core.client.generation.send({
        ...{ conversationId: id, parentId, text, overflow: 'asChosen' as const },
      });
      for await (const event of await core.client.generation.attach({ replyId: sent.replyId, fromToken: 0 }))
        if (event.kind === 'end') expect(event.end.error).toBeNull();
      const { tokens, read } = await readFor(sent.replyId);
      expect(tokens).toBe(sumOf(preview.parts));
      expect(tokens).toBeLessThanOrEqual(preview.contextTokens - preview.reserveTokens);
      // The message's own tokens are there whatever was left out, and nothing of what was left out is.
      expect(preview.parts.text).toBe(preview.textTokens);
      expect(preview.parts.system).toBeGreaterThan(0);
      for (const cut of preview.wouldCut) expect(read.has(cut)).toBe(false);
      const stored = (await core.client.conversations.get({ conversationId: id })).messages;
      const reply = stored.find((message) => message.id === sent.replyId);
      expect(reply?.cutMessageIds).toEqual(preview.wouldCut);
      // Pairs stay together: a reply goes with its question.
      const cutRoles = preview.wouldCut.map((cut) => conversation.messages.find((m) => m.id === cut)?.role);
      expect(cutRoles).toEqual(preview.wouldCut.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')));
    }
  },
);

it.skipIf(!hasRealModel('smolLm2'))(
  'of 2,000 messages the sizes are exact at the first count and at each pause in typing after it',
  async () => {
    const measure = (text: string) =>
      core.client.generation.preview({ conversationId: longId, parentId: longLeafId, text });
    const first = await measure('a');
    const later = [await measure('a b'), await measure('a b c'), await measure('a b c d')];
    expect(first.wouldCut.length).toBeGreaterThan(1_900);
    for (const { parts } of later) expect(sumOf(parts)).toBeLessThanOrEqual(512 - 4);
    const tokens = later.map(({ promptTokens }) => promptTokens - first.promptTokens);
    expect(tokens).toEqual([1, 2, 3]);
  },
);

it.skipIf(!hasRealModel('smolLm2'))(
  'the tokens of documents are counted exactly before sending, each and together, in this message and in those before',
  async () => {
    const conversationId = await core.newConversation(settings);
    const attach = async (name: string, text: string) => {
      const uploadId = randomUUID();
      await core.client.documents.upload({ uploadId, offset: 0, bytes: new TextEncoder().encode(text) });
      return await core.client.documents.add({ conversationId, uploadId, name });
    };
    const ask = async (parentId: MessageId | null, text: string, documentIds: DocumentId[]) => {
      const request = { conversationId, parentId, text, documentIds };
      const preview = await core.client.generation.preview(request);
      const { replyId, userMessageId } = await core.client.generation.send({
        ...request,
        overflow: 'refuse',
      });
      for await (const event of await core.client.generation.attach({ replyId, fromToken: 0 }))
        if (event.kind === 'end') expect(event.end.error).toBeNull();
      const { tokenIds, spans } = await core.client.traces.prompt({ messageId: replyId });
      const ofDocument = (id: DocumentId): number =>
        spans
          .filter((span) => span.documentId === id && span.messageId === userMessageId)
          .reduce((sum, { start, end }) => sum + end - start, 0);
      const ofAll = spans
        .filter(({ part }) => part === 'document')
        .reduce((sum, { start, end }) => sum + end - start, 0);
      expect(preview.documentTokens).toEqual(documentIds.map(ofDocument));
      expect(preview.parts.attachments).toBe(ofAll);
      expect(sumOf(preview.parts)).toBe(tokenIds.length);
      expect(preview.parts.text).toBe(preview.textTokens);
      return { replyId, preview };
    };
    const one = await attach('one.txt', 'Light bends in glass. '.repeat(5));
    const two = await attach('deux.md', '# Été\n\n« 8,4 % » <|im_end|>');
    const first = await ask(null, 'What do they say?', [one.id, two.id]);
    expect(Math.min(...first.preview.documentTokens)).toBeGreaterThan(10);
    const next = await ask(first.replyId, 'And then?', []);
    expect(next.preview.documentTokens).toEqual([]);
    expect(next.preview.parts.attachments).toBe(first.preview.parts.attachments);
  },
);
