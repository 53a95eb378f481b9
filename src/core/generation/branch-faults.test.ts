/**
 * Branches that are refused, and branches that end before their own tokens are written, with a scripted engine and a
 * real database.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import { repairReply } from './repair.ts';
import { type BranchTools, atReply, branchTools, bytes, scriptedLogprob } from './testing/branch-tools.ts';
import { type GenerationBench, openBench } from './testing/generation-bench.ts';
import { endToken, scriptedModelId } from './testing/scripted-library.ts';

let bench: GenerationBench;
let tools: BranchTools;
beforeEach(() => {
  bench = openBench();
  tools = branchTools(bench);
});
afterEach(async () => await bench.close());

describe('what cannot be branched', () => {
  it('says why and stores nothing', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    const before = bench.conversations.get(conversationId);
    const model = bench.library.get(scriptedModelId);
    const refused = async (place: BranchPlace, ids: readonly number[], error: object) => {
      for (const into of ['here', 'newConversation'] as const)
        await expect(tools.branch(conversationId, place, ids, into)).rejects.toMatchObject(error);
    };
    await refused(atReply(replyId, 5), [1], { code: 'trace.notFound' });
    await refused({ kind: 'prompt', messageId: replyId, position: 7 }, [1], { code: 'trace.notFound' });
    const badChoice = { code: 'app.invalidInput', details: { field: 'choice' } };
    await refused(atReply(replyId, 1), [1_000], badChoice);
    await refused(atReply(replyId, 1), [endToken, 97], badChoice);
    bench.library.setContextTokens(12);
    await refused(atReply(replyId, 3), bytes('xyz'), {
      code: 'generation.contextFull',
      details: { contextTokens: 12, needTokens: 15 },
    });
    bench.library.setContextTokens(1_000);
    const reason = (name: string) => ({ code: 'message.notContinuable', details: { reason: name } });
    const known = bench.library.get.bind(bench.library);
    bench.library.get = () => ({ ...model, vocabularyHash: vocabularyHashSchema.parse('c'.repeat(64)) });
    await refused(atReply(replyId, 1), [1], reason('vocabulary'));
    bench.library.get = () => ({ ...model, id: modelIdSchema.parse('d'.repeat(64)) });
    await refused(atReply(replyId, 1), [1], reason('model'));
    bench.library.get = known;
    bench.folder.database.prepare('DELETE FROM traces WHERE message_id = ?').run(replyId);
    await refused(atReply(replyId, 1), [1], reason('trace'));
    const { messages } = bench.conversations.get(conversationId);
    expect(messages.map(({ id }) => id)).toEqual(before.messages.map(({ id }) => id));
    expect(bench.conversations.list()).toHaveLength(1);
  });

  it('is refused while a reply of the conversation is written, and of a reply of another conversation', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    await expect(tools.branch(bench.newConversation(), atReply(replyId, 1), [97])).rejects.toMatchObject({
      code: 'message.notFound',
    });
    const results = await Promise.allSettled([
      tools.branch(conversationId, atReply(replyId, 1), [97]),
      tools.branch(conversationId, atReply(replyId, 2), [97], 'newConversation'),
    ]);
    expect(results[0]?.status).toBe('fulfilled');
    expect(results[1]).toMatchObject({ reason: { code: 'message.stillStreaming' } });
  });

  it('is a text without tokens', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abc']);
    const engine = await bench.library.load(scriptedModelId);
    engine.tokenize = () => Promise.resolve([]);
    const choice = { kind: 'text', text: ' ' } as const;
    await expect(
      bench.generation.branch({ conversationId, place: atReply(replyId, 1), choice, into: 'here' }),
    ).rejects.toMatchObject({ code: 'app.invalidInput', details: { field: 'choice' } });
  });
});

describe('a branch that ends before its time', () => {
  it('has its shared tokens on disk at once, is repaired with their text, and goes on with the forced tokens', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abcdef']);
    await bench.library.unload(scriptedModelId);
    bench.library.holdLoading();
    const branched = await tools.branch(conversationId, atReply(replyId, 4), bytes('XY'));
    bench.generation.stop(branched.replyId);
    await bench.readAll(branched.replyId);
    bench.library.finishLoading();
    // What a start after a kill does: the row is completed from what is stored.
    bench.store.messages.reopen(branched.replyId);
    repairReply(bench.store, branched.replyId);
    expect(tools.message(conversationId, branched.replyId)).toMatchObject({
      text: 'abcd',
      state: 'complete',
      end: { reason: 'interrupted' },
      fork: { tokenIds: bytes('XY'), logprob: null },
    });
    await bench.generation.continue({ conversationId, replyId: branched.replyId });
    const { run, text } = await tools.finish(branched.replyId, 'z');
    expect(run.request).toMatchObject({ reply: bytes('abcd'), forced: bytes('XY') });
    expect(text).toBe('abcdXYz');
    expect(tools.message(conversationId, branched.replyId).fork?.logprob).toBe(2 * scriptedLogprob);
  });

  it('knows the probability of its forced tokens when all of them were captured, also after a death', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abcdef']);
    const branched = await tools.branch(conversationId, atReply(replyId, 2), bytes('XY'));
    const run = await bench.library.nextRun();
    const reading = bench.readAll(branched.replyId);
    await run.tokens(bytes('X'), 'forced');
    await run.die();
    await reading;
    expect(tools.message(conversationId, branched.replyId)).toMatchObject({
      text: 'abX',
      end: { reason: 'interrupted' },
      fork: { logprob: null },
    });
    await bench.generation.continue({ conversationId, replyId: branched.replyId });
    const rest = await bench.library.nextRun();
    expect(rest.request).toMatchObject({ reply: bytes('abX'), forced: bytes('Y') });
    const readingRest = bench.readAll(branched.replyId);
    await rest.forced();
    await rest.die();
    await readingRest;
    expect(tools.message(conversationId, branched.replyId).fork?.logprob).toBe(2 * scriptedLogprob);
  });

  it('keeps its fork when the reply that it left is gone', async () => {
    const { conversationId, replyId } = await tools.writeReply(['abcdef']);
    const branched = await tools.branch(conversationId, atReply(replyId, 2), bytes('X'));
    await tools.finish(branched.replyId, '');
    bench.folder.database.prepare('DELETE FROM messages WHERE id = ?').run(replyId);
    expect(tools.message(conversationId, branched.replyId).fork).toMatchObject({
      sourceId: null,
      position: 2,
    });
  });
});
