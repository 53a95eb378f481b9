/**
 * Replies whose beginning a person wrote, with a scripted engine and a real database: what is asked of the engine, what is kept,
 * and what it takes of the context.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { bytes, type BranchTools, branchTools, scriptedLogprob } from './testing/branch-tools.ts';
import { codeOf, type GenerationBench, openBench } from './testing/generation-bench.ts';
import { scriptedModelId } from './testing/scripted-library.ts';

let bench: GenerationBench;
let tools: BranchTools;
beforeEach(() => {
  bench = openBench();
  tools = branchTools(bench);
});
afterEach(async () => await bench.close());

const newMessage = (conversationId: ConversationId, beginning: string, parentId: MessageId | null = null) =>
  ({ conversationId, parentId, text: 'Hello', overflow: 'refuse', beginning }) as const;

const forkOf = (replyId: MessageId) => bench.store.messages.find(replyId)?.fork;

it('the reply begins with exactly the tokens of the text, marked as put there, and keeps how probable they were', async () => {
  const conversationId = bench.newConversation();
  const { replyId } = await bench.generation.send(newMessage(conversationId, 'Yes, '));
  expect(forkOf(replyId)).toMatchObject({ target: 'start', text: 'Yes, ', logprob: null });
  const { run, text } = await tools.finish(replyId, 'sir');
  expect(run.request).toMatchObject({ reply: [], forced: bytes('Yes, ') });
  expect(text).toBe('Yes, sir');
  const origins = tools.steps(replyId).map(({ origin }) => origin);
  expect(origins.slice(0, 6)).toEqual([...Array<string>(5).fill('forced'), 'sampled']);
  expect(tools.message(conversationId, replyId)).toMatchObject({
    text: 'Yes, sir',
    fork: { sourceId: null, target: 'start', position: 0, tokenIds: bytes('Yes, '), text: 'Yes, ' },
  });
  expect(forkOf(replyId)?.logprob).toBeCloseTo(5 * scriptedLogprob, 6);
});

it('the reply is begun again where the same beginning is asked for, and not where none is', async () => {
  const conversationId = bench.newConversation();
  const { replyId } = await bench.generation.send(newMessage(conversationId, 'Yes'));
  await tools.finish(replyId, '.');
  const request = { conversationId, replyId, overflow: 'refuse' } as const;
  const again = await bench.generation.regenerate({ ...request, beginning: 'Yes' });
  expect((await tools.finish(again.replyId, '!')).run.request.forced).toEqual(bytes('Yes'));
  expect(forkOf(again.replyId)).toMatchObject({ target: 'start', text: 'Yes' });
  const plain = await bench.generation.regenerate(request);
  expect((await tools.finish(plain.replyId, 'No')).run.request.forced).toEqual([]);
  expect(forkOf(plain.replyId)).toBeNull();
});

it('a limit of tokens counts what is written behind the beginning', async () => {
  const conversationId = bench.newConversation();
  const { settings } = bench.conversations.get(conversationId);
  bench.conversations.update(conversationId, { settings: { ...settings, maxTokens: 10 } });
  const { replyId } = await bench.generation.send(newMessage(conversationId, 'Yes'));
  const { run } = await tools.finish(replyId, '.');
  expect(run.request.settings.maxTokens).toBe(13);
  expect(bench.store.messages.find(replyId)?.settings?.maxTokens).toBe(10);
});

it('a reply that was interrupted within its beginning goes on with the rest of it', async () => {
  const conversationId = bench.newConversation();
  const { replyId } = await bench.generation.send(newMessage(conversationId, 'Yes'));
  const run = await bench.library.nextRun();
  const reading = bench.readAll(replyId);
  await run.tokens(bytes('Y'), 'forced');
  await run.die();
  await reading;
  await bench.generation.continue({ conversationId, replyId });
  const { run: next } = await tools.finish(replyId, '!');
  expect(next.request).toMatchObject({ reply: bytes('Y'), forced: bytes('es') });
  expect(bench.store.messages.find(replyId)?.text).toBe('Yes!');
});

it('what was being typed as a beginning is kept, and is gone with the message that was sent', async () => {
  const conversationId = bench.newConversation();
  bench.conversations.update(conversationId, { draft: 'Hello' });
  bench.conversations.update(conversationId, { replyBeginning: 'Yes' });
  expect(bench.conversations.get(conversationId)).toMatchObject({ draft: 'Hello', replyBeginning: 'Yes' });
  const { replyId } = await bench.generation.send(newMessage(conversationId, 'Yes'));
  expect(bench.conversations.get(conversationId)).toMatchObject({ draft: '', replyBeginning: '' });
  await tools.finish(replyId, '.');
  const another = bench.newConversation();
  bench.conversations.update(another, { draft: 'Something else', replyBeginning: 'No' });
  const sent = await bench.generation.send(newMessage(another, 'Yes'));
  expect(bench.conversations.get(another)).toMatchObject({ draft: 'Something else', replyBeginning: 'No' });
  await tools.finish(sent.replyId, '.');
});

it('the beginning needs room of its own: what would not fit with it is said before, and older turns make way for it', async () => {
  const { conversationId, replyId: parentId } = await tools.writeReply(['b'.repeat(100)], 'endToken', 'a');
  bench.library.setContextTokens(300);
  const question = { conversationId, parentId, text: 'q' };
  const beginning = 'x'.repeat(160);
  const without = await bench.generation.preview(question);
  expect(without).toMatchObject({ beginningTokens: 0, wouldCut: [], fits: true });
  const preview = await bench.generation.preview({ ...question, beginning });
  expect(preview).toMatchObject({ beginningTokens: 160, fits: true });
  expect(preview.promptTokens).toBe(without.promptTokens);
  expect(preview.wouldCut).toHaveLength(2);
  const refused = bench.generation.send({ ...question, overflow: 'refuse', beginning });
  await expect(refused).rejects.toMatchObject({
    code: 'generation.contextFull',
    details: { needTokens: preview.promptTokens + 160 + 64, contextTokens: 300 },
  });
  const sent = await bench.generation.send({ ...question, overflow: 'cutOldest', beginning });
  await tools.finish(sent.replyId, '.');
  expect(bench.store.messages.find(sent.replyId)?.cutMessageIds).toEqual(preview.wouldCut);
});

it('a beginning of too many tokens, or beside given tokens, is refused, and nothing is stored', async () => {
  const conversationId = bench.newConversation();
  const message = newMessage(conversationId, 'x'.repeat(1_025));
  expect(await codeOf(bench.generation.send(message))).toBe('app.invalidInput');
  const both = { ...newMessage(conversationId, 'Yes'), forcedIds: [1] };
  expect(await codeOf(bench.generation.send(both))).toBe('app.invalidInput');
  expect(bench.conversations.get(conversationId)).toMatchObject({ messages: [], modelId: scriptedModelId });
});
