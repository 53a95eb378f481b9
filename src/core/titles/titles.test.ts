/**
 * Titles by the scripted engine: when they begin, what they give way to, and what they never touch.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerateEvent } from '#contract/engine.ts';
import type { ConversationId } from '#contract/ids.ts';
import { codeOf } from '#core/generation/testing/generation-bench.ts';
import { scriptedModelId } from '#core/generation/testing/scripted-library.ts';
import { openTitlesBench, type TitlesBench } from './testing/titles-bench.ts';

let bench: TitlesBench;
beforeEach(() => {
  bench = openTitlesBench();
});
afterEach(() => bench.close());

/** The request for a title that reaches the engine. */
const titleRun = () => bench.library.nextRun();
const textOf = (ids: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(ids));
const progress: GenerateEvent = { kind: 'prompt', evaluated: 1, total: 2, reused: 0, promptAlone: [] };
const settled = (id: ConversationId) => expect.poll(() => bench.isWriting(id)).toBe(false);

describe('after the first reply', () => {
  it('the model is asked behind the conversation as it was read, and its answer becomes the title', async () => {
    const { id, replyId } = await bench.answered();
    const run = await titleRun();
    expect(bench.isWriting(id)).toBe(true);
    expect(textOf(run.request.prompt)).toMatch(
      /^Why does the sea rise\?\|The moon pulls it\.\|Give .* only\.\|$/,
    );
    expect(run.request.settings).toMatchObject({ temperature: 0, maxTokens: 40 });
    await run.write('"The tides."');
    await run.end();
    await settled(id);
    expect(bench.titleOf(id)).toEqual({ title: 'The tides', titleBy: 'model' });
    expect(bench.conversations.get(id).messages).toHaveLength(2);
    expect(bench.conversations.get(id).leafId).toBe(replyId);
  });

  it('a line that is a title ends the asking', async () => {
    const { id } = await bench.answered();
    const run = await titleRun();
    await run.write('The tides\nThis title');
    await settled(id);
    expect(bench.titleOf(id).title).toBe('The tides');
  });

  it('rubbish leaves the first words', async () => {
    const { id } = await bench.answered();
    const run = await titleRun();
    await run.write('aaaaaaaaaaaa');
    await run.end();
    await settled(id);
    expect(bench.titleOf(id)).toEqual({ title: 'Why does', titleBy: 'beginning' });
  });

  it('an engine that dies is logged and shown to nobody, and the title is not tried again by itself', async () => {
    const { id, replyId } = await bench.answered();
    await (await titleRun()).die();
    await settled(id);
    expect(bench.logged).toEqual([expect.objectContaining({ conversationId: id, code: 'engine.exited' })]);
    await bench.answered(id, replyId);
    // Another conversation gets its title; this one does not.
    const other = await bench.answered();
    const run = await titleRun();
    await run.write('The tides\n');
    await settled(other.id);
    expect(bench.titleOf(id).title).toBe('Why does');
    expect(bench.titleOf(other.id).title).toBe('The tides');
  });
});

describe('whoever wants the model', () => {
  it('a reply ends a title at once, and the title comes after it', async () => {
    const { id, replyId } = await bench.answered();
    const first = await titleRun();
    await first.send(progress);
    const second = await bench.send(id, 'And the sun?', replyId);
    expect(bench.library.stops).toBe(1);
    const reply = await bench.library.nextRun();
    expect(textOf(reply.request.prompt)).toMatch(/And the sun\?\|$/);
    expect(bench.isWriting(id)).toBe(false);
    await reply.write('A little.');
    await reply.end();
    await bench.generation.ended(second.replyId);
    const again = await titleRun();
    expect(textOf(again.request.prompt)).toMatch(/A little\.\|Give .* only\.\|$/);
    await again.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(id)).toEqual({ title: 'The tides', titleBy: 'model' });
  });

  it('a preview ends it too, and it is tried again afterwards', async () => {
    const { id, replyId } = await bench.answered();
    await (await titleRun()).send(progress);
    await bench.generation.preview({ conversationId: id, parentId: replyId, text: 'And' });
    expect(bench.library.stops).toBe(1);
    const again = await titleRun();
    await again.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(id).title).toBe('The tides');
  });

  it('a model that is unloaded ends it; it is neither kept nor loaded again, and the title comes when a person loads it', async () => {
    const { id } = await bench.answered();
    await (await titleRun()).send(progress);
    await bench.library.unload(scriptedModelId);
    await settled(id);
    expect(bench.library.starts).toBe(1);
    expect(await codeOf(bench.titles.write(id))).toBe('title.modelNotLoaded');
    await bench.library.load(scriptedModelId);
    const run = await titleRun();
    await run.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(id).title).toBe('The tides');
  });

  it('a model that gives way to another one is no failure: nothing is logged, and the title is tried again', async () => {
    const { id } = await bench.answered();
    await (await titleRun()).die('replaced');
    const again = await titleRun();
    await again.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(id).title).toBe('The tides');
    expect(bench.logged).toEqual([]);
  });

  it('a title waits for its own conversation where the cache holds another one that is dear to read again', async () => {
    const first = await bench.answered();
    await (await titleRun()).send(progress);
    // The engine says no speed: nobody knows how long reading would take.
    const second = await bench.answered();
    const run = await titleRun();
    await run.write('The tides\n');
    await expect.poll(() => bench.titleOf(second.id).title).toBe('The tides');
    expect(bench.titleOf(first.id).title).toBe('Why does');
    await bench.answered(first.id, first.replyId);
    const late = await titleRun();
    await late.write('The moon\n');
    await expect.poll(() => bench.titleOf(first.id).title).toBe('The moon');
  });
});

describe('what is never touched', () => {
  it('a title that a person writes meanwhile', async () => {
    const { id } = await bench.answered();
    const run = await titleRun();
    bench.conversations.update(id, { title: 'My own' });
    await run.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(id)).toEqual({ title: 'My own', titleBy: 'person' });
  });

  it('a conversation that has a name, is long, is a text to go on with, or was deleted', async () => {
    const named = bench.newConversation();
    bench.conversations.update(named, { title: 'My own' });
    const sent = await bench.send(named, 'Why?');
    const run = await bench.library.nextRun();
    await run.write('So.');
    await run.end();
    await bench.generation.ended(sent.replyId);
    bench.settings.update({ writesTitles: false });
    let long = await bench.answered();
    for (let turn = 2; turn <= 4; turn++) long = await bench.answered(long.id, long.replyId);
    bench.settings.update({ writesTitles: true });
    await bench.answered(long.id, long.replyId);
    const text = bench.newConversation();
    bench.conversations.update(text, { template: 'none' });
    await bench.answered(text);
    const deleted = await bench.answered();
    bench.conversations.delete(deleted.id);
    const { id } = await bench.answered();
    const title = await titleRun();
    expect(textOf(title.request.prompt)).toMatch(/^Why does/);
    await title.write('The tides\n');
    await settled(id);
    expect(bench.titleOf(named).titleBy).toBe('person');
    expect(bench.titleOf(long.id).titleBy).toBe('beginning');
    expect(bench.titleOf(text).titleBy).toBe('beginning');
  });

  it('anything, while the setting is off; switching it off ends what is being written', async () => {
    const { id } = await bench.answered();
    await (await titleRun()).send(progress);
    bench.settings.update({ writesTitles: false });
    await settled(id);
    const { id: later } = await bench.answered();
    expect(bench.titleOf(id).titleBy).toBe('beginning');
    expect(bench.isWriting(later)).toBe(false);
  });
});

describe('a person', () => {
  it('asks for another title, also in the place of their own, whatever the setting', async () => {
    bench.settings.update({ writesTitles: false });
    const { id } = await bench.answered();
    bench.conversations.update(id, { title: 'My own' });
    const outcome = bench.titles.write(id);
    expect(bench.isWriting(id)).toBe(true);
    const run = await titleRun();
    await run.write('The tides\n');
    expect(await outcome).toBe('written');
    expect(bench.titleOf(id)).toEqual({ title: 'The tides', titleBy: 'model' });
  });

  it('cancels it: the title stays as it was, and is not tried again by itself', async () => {
    const { id, replyId } = await bench.answered();
    const run = await titleRun();
    await run.send(progress);
    bench.titles.cancel(id);
    await settled(id);
    expect(bench.titleOf(id)).toEqual({ title: 'Why does', titleBy: 'beginning' });
    await bench.answered(id, replyId);
    expect(bench.isWriting(id)).toBe(false);
    const outcome = bench.titles.write(id);
    bench.titles.cancel(id);
    expect(await outcome).toBe('cancelled');
  });

  it('takes the first words back, and no program replaces them again', async () => {
    const { id, replyId } = await bench.answered();
    const run = await titleRun();
    await run.write('The tides\n');
    await settled(id);
    bench.titles.takeBack(id);
    expect(bench.titleOf(id)).toEqual({ title: 'Why does the sea rise?', titleBy: 'person' });
    await bench.answered(id, replyId);
    expect(bench.titleOf(id).titleBy).toBe('person');
  });

  it('is told why there is none: nothing is there yet, or the model failed', async () => {
    expect(await codeOf(bench.titles.write(bench.newConversation()))).toBe('message.notFound');
    bench.settings.update({ writesTitles: false });
    const { id } = await bench.answered();
    const failed = codeOf(bench.titles.write(id));
    await (await titleRun()).die();
    expect(await failed).toBe('engine.exited');
    const kept = bench.titles.write(id);
    const run = await titleRun();
    await run.write('?');
    await run.end();
    expect(await kept).toBe('kept');
  });

  it('closes Prisme in the middle of it: nothing is lost, and what they asked for is answered', async () => {
    const { id } = await bench.answered();
    await (await titleRun()).send(progress);
    const outcome = bench.titles.write(id);
    await bench.titles.close();
    expect(await outcome).toBe('cancelled');
    expect(bench.titleOf(id)).toEqual({ title: 'Why does', titleBy: 'beginning' });
  });
});
