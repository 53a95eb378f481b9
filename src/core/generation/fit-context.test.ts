/**
 * What happens when a conversation is longer than the context.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '#contract/ids.ts';
import { codeOf, type GenerationBench, openBench } from './testing/generation-bench.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

describe('a full context', () => {
  async function conversationOf(turns: number) {
    const id = bench.newConversation();
    let parentId: MessageId | null = null;
    const userIds: MessageId[] = [];
    const replyIds: MessageId[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const sent = await bench.send(id, 'q'.repeat(99), parentId);
      const run = await bench.library.nextRun();
      await run.write('r'.repeat(99));
      await run.end();
      await bench.readAll(sent.replyId);
      if (sent.userMessageId !== null) userIds.push(sent.userMessageId);
      replyIds.push(sent.replyId);
      parentId = sent.replyId;
    }
    return { id, parentId, userIds, replyIds };
  }

  it('refuses with the sizes and stores nothing when the person was not asked yet', async () => {
    const { id, parentId } = await conversationOf(3);
    bench.library.setContextTokens(600);
    const refused = bench.generation.send({
      conversationId: id,
      parentId,
      text: 'q'.repeat(99),
      overflow: 'refuse',
    });
    await expect(refused).rejects.toMatchObject({
      code: 'generation.contextFull',
      details: { needTokens: 700 + 64, contextTokens: 600 },
    });
    expect(bench.conversations.get(id).messages).toHaveLength(6);
  });

  it('leaves out as few of the oldest turns as needed and says which', async () => {
    const { id, parentId, userIds, replyIds } = await conversationOf(3);
    bench.library.setContextTokens(600);
    const preview = await bench.generation.preview({ conversationId: id, parentId, text: 'q'.repeat(99) });
    expect(preview).toEqual({
      beginningTokens: 0,
      textTokens: 99,
      promptTokens: 700,
      contextTokens: 600,
      wouldCut: [userIds[0], replyIds[0]],
      summaryId: null,
      wouldSummarise: [0, 1, 2].flatMap((turn) => [userIds[turn], replyIds[turn]]),
      summaryObstacle: null,
      parts: { template: 500, system: 0, summary: 0, history: 0, attachments: 0, text: 0 },
      documentTokens: [],
      reserveTokens: 64,
      fits: true,
    });
    const { replyId } = await bench.generation.send({
      conversationId: id,
      parentId,
      text: 'q'.repeat(99),
      overflow: 'cutOldest',
    });
    const run = await bench.library.nextRun();
    expect(run.request.prompt).toHaveLength(500);
    await run.end();
    await bench.readAll(replyId);
    expect(bench.store.messages.find(replyId)?.cutMessageIds).toEqual([userIds[0], replyIds[0]]);
  });

  it('leaves them out without asking in a conversation that was told to, and says which', async () => {
    const { id, parentId, userIds, replyIds } = await conversationOf(3);
    bench.library.setContextTokens(600);
    bench.conversations.update(id, { contextStrategy: 'dropOldest' });
    const text = 'q'.repeat(99);
    const { replyId } = await bench.generation.send({
      conversationId: id,
      parentId,
      text,
      overflow: 'asChosen',
    });
    await (await bench.library.nextRun()).end();
    await bench.readAll(replyId);
    const cut = [userIds[0], replyIds[0]];
    expect(bench.store.messages.find(replyId)?.cutMessageIds).toEqual(cut);
    expect(bench.conversations.get(id).messages).toHaveLength(8);
    const again = await bench.generation.regenerate({ conversationId: id, replyId, overflow: 'asChosen' });
    await (await bench.library.nextRun()).end();
    await bench.readAll(again.replyId);
    expect(bench.store.messages.find(again.replyId)?.cutMessageIds).toEqual(cut);
  });

  it('asks in a conversation that was told to stop, and where somebody must not lose a turn unasked', async () => {
    const { id, parentId } = await conversationOf(3);
    bench.library.setContextTokens(600);
    const text = 'q'.repeat(99);
    const send = (overflow: 'asChosen' | 'refuse') =>
      codeOf(bench.generation.send({ conversationId: id, parentId, text, overflow }));
    expect(await send('asChosen')).toBe('generation.contextFull');
    bench.conversations.update(id, { contextStrategy: 'dropOldest' });
    expect(await send('refuse')).toBe('generation.contextFull');
  });

  it('a new conversation does as the settings say, and one that is there stays as it was', () => {
    const before = bench.newConversation();
    bench.settings.update({ contextStrategy: 'dropOldest' });
    expect(bench.conversations.get(bench.newConversation()).contextStrategy).toBe('dropOldest');
    expect(bench.conversations.get(before).contextStrategy).toBe('stop');
  });

  it('refuses even then when the last message alone is too long', async () => {
    const { id, parentId } = await conversationOf(1);
    const tooLong = bench.generation.send({
      conversationId: id,
      parentId,
      text: 'q'.repeat(2_000),
      overflow: 'cutOldest',
    });
    await expect(tooLong).rejects.toMatchObject({
      code: 'generation.contextFull',
      details: { contextTokens: 1_000 },
    });
  });
});
