/**
 * That the oldest turns are summarised before a reply that would not fit: which ones, what is read then, and what becomes of the
 * reply where the writing of it does not end well.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplyEvent } from '#contract/generation.ts';
import type { MessageId } from '#contract/ids.ts';
import { type GenerationBench, nextEvent, openBench } from './testing/generation-bench.ts';
import type { ScriptedRun } from './testing/scripted-stream.ts';
import { type Story, tellStory } from './testing/told-story.ts';

let bench: GenerationBench;
let story: Story;
beforeEach(async () => {
  bench = openBench();
  story = await tellStory(bench);
  bench.conversations.update(story.id, { contextStrategy: 'summariseOldest' });
});
afterEach(async () => {
  await bench.close();
});

const question = 'q'.repeat(99);
const longQuestion = 'q'.repeat(799);
const send = (parentId: MessageId = story.leafId, text = question) =>
  bench.generation.send({ conversationId: story.id, parentId, text, overflow: 'asChosen' });
const promptOf = ({ request }: ScriptedRun): string => Buffer.from(request.prompt).toString();
const summaries = () => bench.conversations.get(story.id).summaries;
const readOf = (replyId: MessageId) => bench.store.summaries.read(replyId);
const summaryFrame = 'Summary of the earlier part of this conversation:\n';

/** Sends a message, has the summary written, and lets the reply end. */
async function sendSummarised(text: string, parentId?: MessageId, asked?: string) {
  const sent = await send(parentId, asked);
  const writing = await bench.library.nextRun();
  await writing.write(text);
  await writing.end();
  const reply = await bench.library.nextRun();
  await reply.write('Answer');
  await reply.end();
  await bench.readAll(sent.replyId);
  return { ...sent, asked: promptOf(writing), read: promptOf(reply) };
}

describe('a message that does not fit', () => {
  it('has as few of the oldest turns summarised as leave room for some more, and reads the summary in their place', async () => {
    const { replyId, asked, read } = await sendSummarised('They counted ships.');
    // Turns of 200 bytes: a quarter of 2,000 stays free beside the summary's 250, so five of ten remain.
    expect(asked).toContain(`User: 0qqq`);
    expect(asked).toContain(`Assistant: 4rrr`);
    expect(asked).not.toContain('5q');
    expect(read).toMatch(/^Summary of the earlier part of this conversation:\nThey counted ships\.\|5qqq/);
    expect(read).not.toContain('4r');
    const [summary] = summaries();
    expect(summary).toMatchObject({ lastMessageId: story.ids[9], messageCount: 10, state: 'current' });
    expect(summary).toMatchObject({ text: 'They counted ships.', tokens: 19, isEdited: false });
    expect(readOf(replyId)).toEqual({ messageId: replyId, summaryId: summary?.id, failure: null });
    expect(bench.store.messages.find(replyId)).toMatchObject({ text: 'Answer', cutMessageIds: [] });
    expect(bench.conversations.get(story.id).messages).toHaveLength(22);
  });

  it('shows before it is sent what would be summarised, and then what the summary takes', async () => {
    const preview = () =>
      bench.generation.preview({ conversationId: story.id, parentId: story.leafId, text: question });
    expect(await preview()).toMatchObject({
      ...{ promptTokens: 2_100, summaryId: null, summaryObstacle: null, fits: true },
      wouldSummarise: story.ids.slice(0, 10),
    });
    await sendSummarised('They counted ships.');
    const after = await preview();
    expect(after).toMatchObject({ wouldCut: [], wouldSummarise: [], summaryId: summaries()[0]?.id });
    expect(after.promptTokens).toBe(summaryFrame.length + 'They counted ships.'.length + 1 + 1_000 + 100);
  });

  it('tells how far the summary is before the prompt is read', async () => {
    const { replyId } = await send();
    const writing = await bench.library.nextRun();
    const events = bench.generation.attach(replyId, 0, undefined);
    const first = await nextEvent(events);
    expect(first).toMatchObject({ kind: 'summary', messages: 10, part: 1, parts: 1, tokens: 0 });
    await writing.write('Ships');
    expect(await nextEvent(events)).toMatchObject({ kind: 'summary', tokens: 5 });
    await writing.end();
    const reply = await bench.library.nextRun();
    await reply.write('Answer');
    expect(await nextEvent(events)).toMatchObject({ kind: 'tokens', text: 'Answer' });
    await reply.end();
    expect(await nextEvent(events)).toMatchObject({ kind: 'end', end: { reason: 'endToken' } });
  });

  it('finds room for the next ones: the summary is read again, and nothing is summarised until it does not fit any more', async () => {
    const first = await sendSummarised('They counted ships.');
    let parentId = first.replyId;
    for (let turn = 0; turn < 2; turn++) {
      const sent = await send(parentId);
      const run = await bench.library.nextRun();
      expect(promptOf(run)).toContain('They counted ships.|5qqq');
      await run.write('r'.repeat(99));
      await run.end();
      await bench.readAll(sent.replyId);
      parentId = sent.replyId;
    }
    expect(summaries()).toHaveLength(1);
  });

  it('a later summary is written from the earlier one and the next turns, and covers both', async () => {
    const first = await sendSummarised('They counted ships.');
    const second = await sendSummarised('They counted ships and stars.', first.replyId, longQuestion);
    expect(second.asked).toContain('They counted ships.');
    expect(second.asked).toContain('User: 5qqq');
    expect(second.asked).not.toContain('User: 4q');
    expect(second.read).toContain('They counted ships and stars.|');
    expect(summaries().map(({ messageCount, state }) => [messageCount, state])).toEqual([
      [10, 'current'],
      [18, 'current'],
    ]);
  });

  it('agreed to once, it is summarised that once, in a conversation that asks', async () => {
    bench.conversations.update(story.id, { contextStrategy: 'stop' });
    const sent = await bench.generation.send({
      ...{ conversationId: story.id, parentId: story.leafId, text: question, overflow: 'summarise' as const },
    });
    await (await bench.library.nextRun()).write('Ships.');
    bench.generation.stop(sent.replyId);
    await bench.readAll(sent.replyId);
    await expect(send()).rejects.toMatchObject({ code: 'generation.contextFull' });
  });

  it('is refused as ever where it alone is too long, and nothing is stored', async () => {
    await expect(send(story.leafId, 'q'.repeat(2_000))).rejects.toMatchObject({
      code: 'generation.contextFull',
    });
    expect(bench.conversations.get(story.id).messages).toHaveLength(20);
  });

  it('a beginning that is longer than the context is read part by part, each with the summary of those before it', async () => {
    bench.library.setContextTokens(1_400);
    const sent = await send();
    const asked: string[] = [];
    const names = ['One.', 'Two.', 'Three.', 'Four.'];
    let run = await bench.library.nextRun();
    while (promptOf(run).startsWith('Summarise')) {
      asked.push(promptOf(run));
      await run.write(names[asked.length - 1] ?? '');
      await run.end();
      run = await bench.library.nextRun();
    }
    await run.end();
    await bench.readAll(sent.replyId);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked[1]).toContain('already summarised:\nOne.');
    // No word is lost between two parts, and none is read twice.
    const read = asked.map((text) => text.split('The conversation:\n')[1]?.split('\n\nSummary of all')[0]);
    for (let turn = 0; turn < 7; turn++)
      expect(read.join('').split(String(turn).padEnd(99, 'q'))).toHaveLength(2);
    expect(promptOf(run)).toContain(`${names[asked.length - 1]}|`);
  });
});

describe('what goes wrong', () => {
  const isLeftOut = async (replyId: MessageId, failure: string): Promise<void> => {
    const reply = await bench.library.nextRun();
    expect(promptOf(reply)).not.toContain('Summary of');
    await reply.write('Answer');
    await reply.end();
    await bench.readAll(replyId);
    expect(bench.store.messages.find(replyId)).toMatchObject({
      text: 'Answer',
      cutMessageIds: story.ids.slice(0, 2),
    });
    expect(readOf(replyId)).toEqual({ messageId: replyId, summaryId: null, failure });
    expect(summaries()).toEqual([]);
  };

  it('an empty summary leaves out the oldest turns, and the reply says why', async () => {
    const { replyId } = await send();
    const writing = await bench.library.nextRun();
    await writing.write(' \n');
    await writing.end();
    await isLeftOut(replyId, 'empty');
  });

  it('so does an engine that dies in the middle of it: the reply is written by another one', async () => {
    const { replyId } = await send();
    const writing = await bench.library.nextRun();
    await writing.write('They cou');
    await writing.die();
    await isLeftOut(replyId, 'failed');
  });

  it('one that had died before is started again, and the summary is written', async () => {
    bench.library.dieUnnoticed('rendered');
    const { read } = await sendSummarised('They counted ships.');
    expect(read).toContain('They counted ships.');
  });

  it('Stop stops it: the message is kept, the reply is empty, nothing is sent twice', async () => {
    const { replyId, userMessageId } = await send();
    const writing = await bench.library.nextRun();
    await writing.write('They cou');
    bench.generation.stop(replyId);
    const events: ReplyEvent[] = await bench.readAll(replyId);
    expect(events.at(-1)).toMatchObject({ kind: 'end', end: { reason: 'stopped', error: null }, text: '' });
    expect(bench.library.stops).toBeGreaterThan(0);
    expect(summaries()).toEqual([]);
    expect(readOf(replyId)).toBeNull();
    const stored = bench.conversations.get(story.id).messages.slice(-2);
    expect(stored.map(({ id, text }) => [id, text])).toEqual([
      [userMessageId, question],
      [replyId, ''],
    ]);
    // The engine is free again, and writing it once more begins with the summary.
    const again = await bench.generation.regenerate({
      ...{ conversationId: story.id, replyId, overflow: 'asChosen' as const },
    });
    expect(promptOf(await bench.library.nextRun())).toMatch(/^Summarise the conversation/);
    bench.generation.stop(again.replyId);
    await bench.readAll(again.replyId);
  });

  it('a conversation that is given as a text has its oldest turns left out, and says why before', async () => {
    bench.conversations.update(story.id, { template: 'none' });
    const preview = await bench.generation.preview({
      ...{ conversationId: story.id, parentId: story.leafId, text: question },
    });
    expect(preview).toMatchObject({ wouldSummarise: [], summaryObstacle: 'completion' });
    const { replyId } = await send();
    await (await bench.library.nextRun()).end();
    await bench.readAll(replyId);
    expect(readOf(replyId)).toMatchObject({ summaryId: null, failure: 'completion' });
  });
});

describe('branches', () => {
  const repliesWith = async (replyId: MessageId): Promise<string> => {
    const run = await bench.library.nextRun();
    await run.end();
    await bench.readAll(replyId);
    return promptOf(run);
  };

  it('a reply that is written again reads the same, also when a later summary covers more by now', async () => {
    const first = await sendSummarised('They counted ships.');
    await sendSummarised('They counted ships and stars.', first.replyId, longQuestion);
    const { replyId } = await bench.generation.regenerate({
      ...{ conversationId: story.id, replyId: first.replyId, overflow: 'asChosen' as const },
    });
    expect(await repliesWith(replyId)).toBe(first.read);
  });

  it('one that read every message reads every message again', async () => {
    await sendSummarised('They counted ships.');
    const last = story.leafId;
    const { replyId } = await bench.generation.regenerate({
      ...{ conversationId: story.id, replyId: last, overflow: 'asChosen' as const },
    });
    expect(await repliesWith(replyId)).toMatch(/^0qqq/);
    expect(readOf(replyId)).toBeNull();
  });

  it('a branch behind the covered messages reads the summary; one that leaves among them has none', async () => {
    await sendSummarised('They counted ships.');
    const [, , , , , , , , , tenth, , twelfth] = story.ids;
    if (tenth === undefined || twelfth === undefined) throw new Error('the story is long enough');
    const behind = await send(twelfth, 'Another question');
    expect(await repliesWith(behind.replyId)).toMatch(/They counted ships\.\|5qqq.*Another question\|$/s);
    const among = await send(story.ids[7], 'An early question');
    expect(await repliesWith(among.replyId)).toMatch(/^0qqq.*3rrr.*An early question\|$/s);
    expect(readOf(among.replyId)).toBeNull();
  });

  it('a copy of the conversation at a token has the summary too, and says what its reply has read', async () => {
    const { replyId } = await sendSummarised('They counted ships.');
    const branched = await bench.generation.branch({
      conversationId: story.id,
      place: { kind: 'reply', messageId: replyId, position: 2 },
      choice: { kind: 'tokens', tokenIds: [33] },
      into: 'newConversation',
    });
    const run = await bench.library.nextRun();
    await run.end();
    await bench.readAll(branched.replyId);
    const copy = bench.conversations.get(branched.conversationId);
    expect(copy.summaries).toMatchObject([
      { text: 'They counted ships.', messageCount: 10, state: 'current' },
    ]);
    expect(copy.summaries[0]?.lastMessageId).toBe(copy.messages[9]?.id);
    expect(copy.summaryReads).toEqual([
      { messageId: branched.replyId, summaryId: copy.summaries[0]?.id, failure: null },
    ]);
  });
});
