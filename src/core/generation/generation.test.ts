/**
 * Sending, stopping, regenerating and continuing over a real database and a scripted engine.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { codeOf, type GenerationBench, openBench, summarise } from './testing/generation-bench.ts';
import { controlToken, endToken, scriptedModelId } from './testing/scripted-library.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

describe('sending a message', () => {
  it('has the message and an empty reply on disk before it answers, and shows the reply as the leaf', async () => {
    const id = bench.newConversation();
    const { userMessageId, replyId } = await bench.send(id, 'Hello');
    const conversation = bench.conversations.get(id);
    expect(
      conversation.messages.map(({ id: messageId, role, text, state }) => ({ messageId, role, text, state })),
    ).toEqual([
      { messageId: userMessageId, role: 'user', text: 'Hello', state: 'complete' },
      { messageId: replyId, role: 'assistant', text: '', state: 'streaming' },
    ]);
    expect(conversation.leafId).toBe(replyId);
    expect(bench.conversations.list()[0]?.isGenerating).toBe(true);
  });

  it('streams tokens and completes the reply with text, reason, statistics and trace', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'Hello');
    const run = await bench.library.nextRun();
    const reading = bench.readAll(replyId);
    await run.write('Bon');
    await run.write('jour');
    await run.tokens([endToken]);
    await run.end();
    const { text, chunks, end } = summarise(await reading);
    expect(text).toBe('Bonjour');
    expect(chunks.map((chunk) => [chunk.firstToken, chunk.count])).toEqual([
      [0, 3],
      [3, 4],
      [7, 1],
    ]);
    expect(end).toMatchObject({
      text: 'Bonjour',
      end: { reason: 'endToken', error: null, stats: { replyTokens: 8 } },
    });
    const reply = bench.conversations.get(id).messages[1];
    expect(reply).toMatchObject({
      text: 'Bonjour',
      state: 'complete',
      hasTrace: true,
      seed: 7,
      end: { reason: 'endToken' },
    });
    expect(bench.traces.header(replyId)).toMatchObject({
      replyTokens: 8,
      promptTokens: 'Hello|'.length,
      seed: 7,
    });
    expect(bench.traces.prompt(replyId).tokenIds).toEqual([...new TextEncoder().encode('Hello|')]);
  });

  it('refuses a second reply in a conversation while one is being written, and allows it in another one', async () => {
    const id = bench.newConversation();
    const [first, second] = await Promise.allSettled([bench.send(id, 'one'), bench.send(id, 'two')]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'message.stillStreaming' } });
    expect(await codeOf(bench.send(id, 'three'))).toBe('message.stillStreaming');
    expect(bench.conversations.get(id).messages).toHaveLength(2);
    expect(await codeOf(bench.send(bench.newConversation(), 'four'))).toBe('none');
  });

  it('refuses a parent of another conversation and a user message as parent, and stores nothing', async () => {
    const id = bench.newConversation();
    const other = bench.newConversation();
    const sent = await bench.send(other, 'Hello');
    expect(await codeOf(bench.send(id, 'x', sent.replyId))).toBe('message.notFound');
    expect(bench.conversations.get(id).messages).toEqual([]);
    const third = bench.newConversation();
    const { userMessageId, replyId } = await bench.send(third, 'Hi');
    bench.generation.stop(replyId);
    await bench.readAll(replyId);
    expect(await codeOf(bench.send(third, 'x', userMessageId))).toBe('app.invalidInput');
  });

  it('writes with the first model that is there when none was chosen', async () => {
    const { id } = bench.conversations.create({ modelId: null });
    const { replyId } = await bench.send(id, 'Hello');
    expect(bench.store.messages.find(replyId)?.model?.id).toBe(scriptedModelId);
  });

  it('says that no model is chosen before anything is stored, when there is none', async () => {
    const { id } = bench.conversations.create({ modelId: null });
    bench.library.list = () => ({ models: [], rejected: [] });
    expect(await codeOf(bench.send(id, 'Hello'))).toBe('model.noneChosen');
    expect(bench.conversations.get(id).messages).toEqual([]);
  });

  it('keeps the message and ends the reply with the reason when the model cannot be loaded', async () => {
    bench.library.holdLoading();
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'Hello');
    bench.library.finishLoading(new PrismeError('model.notEnoughMemory', { needBytes: 2 }));
    const { end } = summarise(await bench.readAll(replyId));
    expect(end).toMatchObject({
      end: { reason: 'interrupted', error: { code: 'model.notEnoughMemory', details: { needBytes: 2 } } },
    });
    expect(bench.conversations.get(id).messages.map((message) => message.text)).toEqual(['Hello', '']);
  });

  it('begins no reply that was still being prepared when it closed', async () => {
    await bench.library.load(scriptedModelId);
    const id = bench.newConversation();
    const sending = codeOf(bench.send(id, 'Hello'));
    await bench.generation.close();
    expect(await sending).toBe('engine.unavailable');
    expect(bench.conversations.get(id).messages).toEqual([]);
  });

  it('begins the reply with the tokens that a person put there, and counts its limit behind them', async () => {
    const id = bench.newConversation();
    bench.conversations.update(id, { settings: { ...samplerPresets.precise, maxTokens: 20 } });
    const forcedIds = [...new TextEncoder().encode('Once')];
    const message = { conversationId: id, parentId: null, text: 'Hello', overflow: 'refuse' } as const;
    const { replyId } = await bench.generation.send({ ...message, forcedIds });
    const { request } = await bench.library.nextRun();
    expect(request).toMatchObject({ reply: [], forced: forcedIds, settings: { maxTokens: 24 } });
    expect(bench.traces.header(replyId)).toMatchObject({ settings: { maxTokens: 20 } });
    bench.generation.stop(replyId);

    bench.library.setContextTokens(16);
    const other = { ...message, conversationId: bench.newConversation(), text: 'Hi' };
    const refused = bench.generation.send({ ...other, forcedIds: Array<number>(12).fill(97) });
    await expect(refused).rejects.toMatchObject({
      code: 'generation.contextFull',
      details: { contextTokens: 16, needTokens: 19 },
    });
    expect(bench.conversations.get(other.conversationId).messages).toEqual([]);
  });

  it('makes replies of one model wait for each other in order', async () => {
    const first = await bench.send(bench.newConversation(), 'first');
    const second = await bench.send(bench.newConversation(), 'second');
    const firstRun = await bench.library.nextRun();
    expect(firstRun.request.prompt).toHaveLength('first|'.length);
    await firstRun.write('1');
    await firstRun.end();
    const secondRun = await bench.library.nextRun();
    expect(secondRun.request.prompt).toHaveLength('second|'.length);
    await secondRun.write('2');
    await secondRun.end();
    expect(summarise(await bench.readAll(first.replyId)).text).toBe('1');
    expect(summarise(await bench.readAll(second.replyId)).text).toBe('2');
  });
});

describe('the text of a reply', () => {
  it('holds back bytes that do not complete a character, and gives end and control tokens no text', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    const bytes = new TextEncoder().encode('aé🙂');
    for (const byte of bytes) await run.tokens([byte]);
    await run.tokens([controlToken, endToken]);
    await run.end();
    const { chunks, end } = summarise(await bench.readAll(replyId));
    expect(chunks.every((chunk) => !chunk.text.includes('\uFFFD'))).toBe(true);
    expect(end?.kind === 'end' && end.text).toBe('aé🙂');
  });

  it('ends before the stop string, in bytes', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    await run.write('né STOP');
    await run.end('stopString', new TextEncoder().encode('né ').length);
    const { end } = summarise(await bench.readAll(replyId));
    expect(end).toMatchObject({ text: 'né ', end: { reason: 'stopString' } });
  });
});

describe('stopping', () => {
  it('answers at once and ends the reply as stopped with the tokens so far', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    await run.write('half');
    bench.generation.stop(replyId);
    const { end } = summarise(await bench.readAll(replyId));
    expect(end).toMatchObject({ text: 'half', end: { reason: 'stopped', error: null } });
    expect(bench.library.stops).toBeGreaterThan(0);
  });

  it('counts as stopped when the engine had to be killed for it', async () => {
    bench.library.ignoresStop = true;
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    await run.write('half');
    bench.generation.stop(replyId);
    await run.die();
    expect(summarise(await bench.readAll(replyId)).end).toMatchObject({
      text: 'half',
      end: { reason: 'stopped', error: null },
    });
  });

  it('ends a reply that waits behind another one without touching the other', async () => {
    const running = await bench.send(bench.newConversation(), 'running');
    const run = await bench.library.nextRun();
    const waiting = await bench.send(bench.newConversation(), 'waiting');
    bench.generation.stop(waiting.replyId);
    expect(summarise(await bench.readAll(waiting.replyId)).end).toMatchObject({ end: { reason: 'stopped' } });
    expect(bench.library.stops).toBe(0);
    await run.write('fine');
    await run.end();
    expect(summarise(await bench.readAll(running.replyId)).end).toMatchObject({
      text: 'fine',
      end: { reason: 'endToken' },
    });
  });

  it('ends a reply whose model is still loading at once', async () => {
    bench.library.holdLoading();
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    bench.generation.stop(replyId);
    expect(summarise(await bench.readAll(replyId)).end).toMatchObject({ end: { reason: 'stopped' } });
    bench.library.finishLoading();
    expect(await codeOf(() => bench.generation.stop(replyId))).toBe('generation.notFound');
  });
});

describe('regenerating and continuing', () => {
  it('writes a sibling and overwrites nothing', async () => {
    const id = bench.newConversation();
    const first = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('one');
    await run.end();
    await bench.readAll(first.replyId);
    const second = await bench.generation.regenerate({
      conversationId: id,
      replyId: first.replyId,
      overflow: 'refuse',
    });
    expect(second.userMessageId).toBeNull();
    const secondRun = await bench.library.nextRun();
    await secondRun.write('two');
    await secondRun.end();
    await bench.readAll(second.replyId);
    const { messages, leafId } = bench.conversations.get(id);
    expect(messages.map((message) => message.text)).toEqual(['x', 'one', 'two']);
    expect(messages[2]?.parentId).toBe(messages[1]?.parentId);
    expect(leafId).toBe(second.replyId);
  });

  it('goes on from the exact tokens, dropping a trailing end token and completing half a character', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    const [head, tail] = new TextEncoder().encode('é');
    if (head === undefined || tail === undefined) throw new Error('é has two bytes');
    await run.tokens([97, head, endToken]);
    await run.die();
    await bench.readAll(replyId);
    expect(bench.store.messages.find(replyId)?.text).toBe('a');

    expect(await bench.generation.continue({ conversationId: id, replyId })).toEqual({
      userMessageId: null,
      replyId,
    });
    const secondRun = await bench.library.nextRun();
    expect(secondRun.request).toMatchObject({
      prompt: [...new TextEncoder().encode('x|')],
      reply: [97, head],
      forced: [],
    });
    const reading = bench.readAll(replyId);
    await secondRun.tokens([tail, 98]);
    await secondRun.end();
    const { chunks, text, end } = summarise(await reading);
    expect(chunks.map((chunk) => [chunk.firstToken, chunk.count])).toEqual([
      [0, 2],
      [2, 2],
    ]);
    expect(text).toBe('aéb');
    expect(end).toMatchObject({ text: 'aéb', end: { reason: 'endToken', stats: { replyTokens: 4 } } });
    expect(bench.traces.header(replyId).replyTokens).toBe(4);
  });

  it('keeps the text when a continued reply is stopped before its first new token', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('old');
    await run.end('tokenLimit');
    await bench.readAll(replyId);
    bench.library.holdLoading();
    await bench.library.unload(
      bench.conversations.get(id).modelId ??
        (() => {
          throw new Error('a model is chosen');
        })(),
    );
    await bench.generation.continue({ conversationId: id, replyId });
    bench.generation.stop(replyId);
    expect(summarise(await bench.readAll(replyId)).end).toMatchObject({
      text: 'old',
      end: { reason: 'stopped' },
    });
    expect(bench.store.messages.find(replyId)?.text).toBe('old');
    bench.library.finishLoading();
  });

  it('refuses to continue what the model ended itself, and what has no trace', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('done');
    await run.end('endToken');
    await bench.readAll(replyId);
    await expect(bench.generation.continue({ conversationId: id, replyId })).rejects.toMatchObject({
      code: 'message.notContinuable',
      details: { reason: 'end' },
    });
  });
});

describe('a prompt that is scored afterwards', () => {
  it('is stored with the profile of the scoring', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'abc');
    const run = await bench.library.nextRun();
    await run.end();
    await bench.readAll(replyId);
    expect(bench.traces.promptScore(replyId)).toBeNull();
    const score = await bench.traces.scorePrompt(replyId);
    expect(score.profile.pass).toBe('scoring');
    expect(bench.traces.promptScore(replyId)).toEqual(score);
    expect(score.chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe('abc|'.length);
  });
});
