/**
 * Titles by a real model: what they leave of the cache for the next turn, and who goes first.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { hasRealModel, realModelPath } from '../../../fixtures/real-models.ts';
import { openRealCore, type RealCore } from '../generation/testing/real-core.ts';

const settings = { ...samplerPresets.greedy, maxTokens: 24 };
const question = 'Why does the sea rise and fall twice each day?';
let core: RealCore;
beforeAll(async () => {
  if (hasRealModel('smolLm2')) core = await openRealCore(realModelPath('smolLm2'));
});
afterAll(() => core?.close());

/** Two turns on an engine with an empty cache; `between` happens between them. */
async function twoTurns(between: (id: ConversationId) => Promise<unknown>) {
  await core.forget();
  const id = await core.newConversation(settings);
  const first = await core.send(id, null, question);
  await between(id);
  const second = await core.send(id, first.replyId, 'And what does the sun do?');
  const { promptTokens, reusedTokens } = second.stats;
  return { id, first, promptTokens, reusedTokens };
}

it.skipIf(!hasRealModel('smolLm2'))(
  'a title leaves the next turn all that it would have found in the cache, and stores no message and no trace',
  async () => {
    const plain = await twoTurns(() => Promise.resolve());
    const titled = await twoTurns(async (conversationId) => {
      const { outcome } = await core.client.titles.write({ conversationId });
      expect(['written', 'kept']).toContain(outcome);
    });
    expect(titled.first.ids).toEqual(plain.first.ids);
    expect(titled.promptTokens).toBe(plain.promptTokens);
    expect(plain.reusedTokens).toBeGreaterThan(plain.promptTokens / 2);
    // At least: what the template writes between two turns stands in the cache already.
    expect(titled.reusedTokens).toBeGreaterThanOrEqual(plain.reusedTokens);
    const { messages, title, titleBy } = await core.client.conversations.get({ conversationId: titled.id });
    expect(messages).toHaveLength(4);
    if (titleBy === 'model') expect(title).toMatch(/\p{L}{2}/u);
  },
);

it.skipIf(!hasRealModel('smolLm2'))('a reply goes before a title that is being written', async () => {
  await core.forget();
  const id = await core.newConversation(settings);
  const { replyId } = await core.send(id, null, question);
  const notices = await core.client.app.notices({});
  const order: string[] = [];
  const title = core.client.titles.write({ conversationId: id }).then(() => order.push('title'));
  // Asked for, then begun.
  let told = 0;
  for await (const notice of notices) {
    if (notice.kind === 'conversationChanged' && notice.conversationId === id) told += 1;
    if (told === 2) break;
  }
  const reply = await core.send(id, replyId, 'And what does the sun do?');
  order.push('reply');
  await title;
  expect(reply.ids.length).toBeGreaterThan(1);
  expect(order).toEqual(['reply', 'title']);
});
