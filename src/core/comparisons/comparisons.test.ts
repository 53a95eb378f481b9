/**
 * Comparisons over a real database and scripted models: what is stored, planned, stopped and gone on with.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { Comparison } from '#contract/comparisons.ts';
import type { ConversationId } from '#contract/ids.ts';
import { codeOf } from '#core/generation/testing/generation-bench.ts';
import { endToken } from '#core/generation/testing/scripted-library.ts';
import {
  type ComparisonBench,
  isOver,
  newLane,
  openComparisonBench,
  statesOf,
} from './testing/comparison-bench.ts';
import { modelA, modelB, modelC } from './testing/scripted-models.ts';

let bench: ComparisonBench;
beforeEach(() => {
  bench = openComparisonBench();
});
afterEach(async () => {
  await bench.close();
});

/** The next generation of a model writes this and ends by itself. */
async function reply(from: ComparisonBench, modelId: typeof modelA, text: string): Promise<void> {
  const run = await from.models.of(modelId).nextRun();
  await run.write(text);
  await run.tokens([endToken]);
  await run.end();
}

const laneOf = ({ lanes }: Comparison, index: number): ConversationId => {
  const lane = lanes[index];
  if (lane === undefined) throw new Error('the comparison has this lane');
  return lane.conversationId;
};
const isState = (states: string) => (comparison: Comparison) => statesOf(comparison) === states;

describe('a comparison', () => {
  it('gives the same prompt to every lane, with its own model, system prompt and settings', async () => {
    const made = bench.create(newLane(modelA, { systemPrompt: 'Be brief.' }), newLane(modelB));
    expect(statesOf(made)).toBe('done done');
    bench.comparisons.send(made.id, 'Hello');
    await Promise.all([reply(bench, modelA, 'From A'), reply(bench, modelB, 'From B')]);
    const comparison = await bench.until(made.id, isOver);
    expect(comparison).toMatchObject({ turns: ['Hello'], isRunning: false });
    expect(statesOf(comparison)).toBe('done done');
    expect(bench.texts(laneOf(made, 0))).toEqual(['Hello', 'From A']);
    expect(bench.texts(laneOf(made, 1))).toEqual(['Hello', 'From B']);
    expect(bench.models.of(modelA).renders[0]).toMatchObject({
      kind: 'chat',
      turns: [{ role: 'system', text: 'Be brief.' }, { text: 'Hello' }],
    });
    expect(bench.models.of(modelB).renders[0]).toMatchObject({ turns: [{ role: 'user', text: 'Hello' }] });
  });

  it('has its prompt on disk before it answers, and empties the draft', () => {
    const { id } = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.update(id, { draft: 'Hel' });
    expect(bench.comparisons.get(id).draft).toBe('Hel');
    expect(bench.comparisons.send(id, 'Hello')).toMatchObject({
      turns: ['Hello'],
      draft: '',
      isRunning: true,
    });
    expect(bench.store.comparisons.turns(id)).toEqual(['Hello']);
  });

  it('keeps its lanes out of the list of conversations, and each lane knows where it belongs', () => {
    const chat = bench.conversations.create({});
    const made = bench.create(newLane(modelA), newLane(modelB));
    expect(bench.conversations.list().map(({ id }) => id)).toEqual([chat.id]);
    expect(bench.conversations.get(laneOf(made, 0)).comparisonId).toBe(made.id);
    expect(bench.conversations.get(chat.id).comparisonId).toBeNull();
  });

  it('is listed with its first prompt, the latest first', async () => {
    const first = bench.create(newLane(modelA), newLane(modelB));
    const second = bench.create(newLane(modelA), newLane(modelB), newLane(modelC));
    bench.comparisons.send(first.id, 'Hello '.repeat(100));
    expect(bench.comparisons.list()).toMatchObject([
      { id: first.id, firstPrompt: 'Hello '.repeat(100).slice(0, 200), lanes: 2, isRunning: true },
      { id: second.id, firstPrompt: '', lanes: 3, isRunning: false },
    ]);
  });

  it('grows into a conversation: the next prompt follows the reply of each lane', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'One');
    await Promise.all([reply(bench, modelA, 'A1'), reply(bench, modelB, 'B1')]);
    await bench.until(made.id, isOver);
    bench.comparisons.send(made.id, 'Two');
    await Promise.all([reply(bench, modelA, 'A2'), reply(bench, modelB, 'B2')]);
    await bench.until(made.id, isOver);
    expect(bench.texts(laneOf(made, 1))).toEqual(['One', 'B1', 'Two', 'B2']);
    const { messages } = bench.conversations.get(laneOf(made, 1));
    expect(messages.map(({ parentId }) => parentId)).toEqual([
      null,
      ...messages.slice(0, 3).map(({ id }) => id),
    ]);
  });

  it('reads a lane without template as one text to go on with', async () => {
    const bare = newLane(modelB, { template: 'none', systemPrompt: 'A tale.' });
    const made = bench.create(newLane(modelA), bare);
    bench.comparisons.send(made.id, 'Once upon');
    await Promise.all([reply(bench, modelA, 'A1'), reply(bench, modelB, ' a time')]);
    await bench.until(made.id, isOver);
    bench.comparisons.send(made.id, 'Then');
    await Promise.all([reply(bench, modelA, 'A2'), reply(bench, modelB, ' nothing')]);
    await bench.until(made.id, isOver);
    expect(bench.models.of(modelB).renders).toEqual([
      { kind: 'raw', text: 'A tale.\n\nOnce upon' },
      { kind: 'raw', text: 'A tale.\n\nOnce upon a time\n\nThen' },
    ]);
  });
});

describe('the plan of a run', () => {
  it('lets models that fit write at the same time, and unloads them afterwards', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const runs = await Promise.all([bench.models.of(modelA).nextRun(), bench.models.of(modelB).nextRun()]);
    expect(statesOf(await bench.until(made.id, isState('writing writing')))).toBe('writing writing');
    for (const run of runs) await run.end();
    await bench.until(made.id, isOver);
    expect(bench.models.together).toEqual(['ab', 'apart']);
  });

  it('lets models run one after another where the memory has no room for two', async () => {
    bench.models.capacity.bytes = 150;
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const first = await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:memory'));
    expect(bench.models.loaded).toEqual([modelA]);
    await first.end();
    const second = await bench.models.of(modelB).nextRun();
    await bench.until(made.id, isState('done writing'));
    await second.end();
    await bench.until(made.id, isOver);
    expect(bench.models.loaded).toEqual([modelA, modelB]);
    expect(bench.models.together).toEqual([]);
  });

  it('lets models run one after another where one core is left for models', async () => {
    bench.models.capacity.threads = 1;
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const first = await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:cores'));
    await first.end();
    await (await bench.models.of(modelB).nextRun()).end();
    await bench.until(made.id, isOver);
  });

  it('lets lanes of one model take turns', async () => {
    const made = bench.create(newLane(modelA), newLane(modelA, { systemPrompt: 'Be brief.' }));
    bench.comparisons.send(made.id, 'Hello');
    const first = await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:turn'));
    await first.end();
    await (await bench.models.of(modelA).nextRun()).end();
    await bench.until(made.id, isOver);
    expect(bench.models.loaded).toEqual([modelA]);
  });

  it('tries a model alone that did not fit beside the others after all', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.models.failures.set(modelB, new PrismeError('model.notEnoughMemory', {}));
    bench.comparisons.send(made.id, 'Hello');
    const first = await bench.models.of(modelA).nextRun();
    bench.models.failures.clear();
    await first.end();
    await (await bench.models.of(modelB).nextRun()).end();
    expect(statesOf(await bench.until(made.id, isOver))).toBe('done done');
    expect(bench.models.together).toEqual(['ab', 'apart']);
  });

  it('runs one comparison after another', async () => {
    const first = bench.create(newLane(modelA), newLane(modelA));
    const second = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(first.id, 'One');
    bench.comparisons.send(second.id, 'Two');
    const run = await bench.models.of(modelA).nextRun();
    await bench.until(first.id, isState('writing waiting:turn'));
    expect(statesOf(bench.comparisons.get(second.id))).toBe('waiting:comparison waiting:comparison');
    await run.end();
    await (await bench.models.of(modelA).nextRun()).end();
    await Promise.all([reply(bench, modelA, 'A'), reply(bench, modelB, 'B')]);
    expect(statesOf(await bench.until(second.id, isOver))).toBe('done done');
  });
});

describe('a lane that fails', () => {
  it('says why, and the others go on', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.models.failures.set(modelA, new PrismeError('model.unreadable', {}));
    bench.comparisons.send(made.id, 'Hello');
    await reply(bench, modelB, 'From B');
    const over = await bench.until(made.id, isOver);
    expect(statesOf(over)).toBe('failed:model.unreadable done');
    expect(bench.texts(laneOf(made, 0))).toEqual([]);
  });

  it('goes on when it is tried again', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.models.failures.set(modelA, new PrismeError('model.unreadable', {}));
    bench.comparisons.send(made.id, 'Hello');
    await reply(bench, modelB, 'From B');
    await bench.until(made.id, isOver);
    bench.models.failures.clear();
    bench.comparisons.resume(made.id, laneOf(made, 0));
    await reply(bench, modelA, 'From A');
    expect(statesOf(await bench.until(made.id, isOver))).toBe('done done');
    expect(bench.texts(laneOf(made, 0))).toEqual(['Hello', 'From A']);
  });

  it('answers what it missed first when another prompt is given', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.models.failures.set(modelA, new PrismeError('model.unreadable', {}));
    bench.comparisons.send(made.id, 'One');
    await reply(bench, modelB, 'B1');
    await bench.until(made.id, isOver);
    bench.models.failures.clear();
    bench.comparisons.send(made.id, 'Two');
    await Promise.all([reply(bench, modelA, 'A1'), reply(bench, modelB, 'B2')]);
    await reply(bench, modelA, 'A2');
    await bench.until(made.id, isOver);
    expect(bench.texts(laneOf(made, 0))).toEqual(['One', 'A1', 'Two', 'A2']);
  });

  it('goes on by itself from its exact tokens when its engine died, and gives up after three times', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const [first] = await Promise.all([bench.models.of(modelA).nextRun(), reply(bench, modelB, 'From B')]);
    await first.write('From ');
    await first.die();
    const second = await bench.models.of(modelA).nextRun();
    expect(second.request.reply).toEqual([...new TextEncoder().encode('From ')]);
    await second.write('A');
    await second.die();
    const third = await bench.models.of(modelA).nextRun();
    await third.write('!');
    await third.die();
    const over = await bench.until(made.id, isOver);
    expect(statesOf(over)).toBe('failed:engine.exited done');
    expect(bench.texts(laneOf(made, 0))).toEqual(['Hello', 'From A!']);
  });

  it('says when the conversation is longer than its context, and sends nothing', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.models.of(modelA).setContextTokens(4);
    bench.comparisons.send(made.id, 'Hello');
    await reply(bench, modelB, 'From B');
    expect(statesOf(await bench.until(made.id, isOver))).toBe('failed:generation.contextFull done');
    expect(bench.texts(laneOf(made, 0))).toEqual([]);
  });
});

describe('stop', () => {
  it('stops what is written and what waits, and both go on when they are resumed', async () => {
    bench.models.capacity.threads = 1;
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const run = await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:cores'));
    await run.write('From');
    bench.comparisons.stop(made.id, null);
    expect(statesOf(await bench.until(made.id, isOver))).toBe('stopped stopped');
    expect(bench.texts(laneOf(made, 1))).toEqual([]);
    bench.comparisons.resume(made.id, laneOf(made, 0));
    const again = await bench.models.of(modelA).nextRun();
    expect(again.request.reply).toEqual([...new TextEncoder().encode('From')]);
    await again.end();
    await bench.until(made.id, isState('done stopped'));
  });

  it('stops one lane and leaves the others', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    await bench.models.of(modelA).nextRun();
    const other = await bench.models.of(modelB).nextRun();
    await bench.until(made.id, isState('writing writing'));
    bench.comparisons.stop(made.id, laneOf(made, 0));
    await bench.until(made.id, isState('stopped writing'));
    await other.end();
    expect(statesOf(await bench.until(made.id, isOver))).toBe('stopped done');
  });

  it('refuses to resume a lane that is at work', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    await bench.models.of(modelA).nextRun();
    expect(await codeOf(() => bench.comparisons.resume(made.id, laneOf(made, 0)))).toBe(
      'message.stillStreaming',
    );
  });
});

describe('a restart', () => {
  it('goes on where a killed core was: the reply from its exact tokens, then the lane that waited', async () => {
    bench.models.capacity.threads = 1;
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const run = await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:cores'));
    await run.write('From ');
    await expect.poll(() => bench.store.traces.text(replyIdOf(bench, made))).toBe('From ');
    const next = openComparisonBench(bench.copyAsKilled());
    try {
      next.comparisons.resumeUnfinished();
      const again = await next.models.of(modelA).nextRun();
      expect(again.request.reply).toEqual([...new TextEncoder().encode('From ')]);
      await again.write('A');
      await again.end();
      await reply(next, modelB, 'From B');
      expect(statesOf(await next.until(made.id, isOver))).toBe('done done');
      expect(next.texts(laneOf(made, 0))).toEqual(['Hello', 'From A']);
      expect(next.texts(laneOf(made, 1))).toEqual(['Hello', 'From B']);
    } finally {
      await next.close();
    }
  });

  it('goes on after an orderly end too, however often', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    for (let end = 0; end < 5; end++) {
      await Promise.all([bench.models.of(modelA).nextRun(), bench.models.of(modelB).nextRun()]);
      await bench.until(made.id, isState('writing writing'));
      await bench.end();
      bench = openComparisonBench(bench.dataDir);
      bench.comparisons.resumeUnfinished();
    }
    await Promise.all([reply(bench, modelA, 'A'), reply(bench, modelB, 'B')]);
    expect(statesOf(await bench.until(made.id, isOver))).toBe('done done');
  });

  it('gives a prompt up that three starts of the core did not survive', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    const opened = [bench];
    let last = bench;
    for (let kill = 0; kill < 3; kill++) {
      await Promise.all([last.models.of(modelA).nextRun(), last.models.of(modelB).nextRun()]);
      await last.until(made.id, isState('writing writing'));
      last = openComparisonBench(last.copyAsKilled());
      opened.push(last);
      last.comparisons.resumeUnfinished();
    }
    const over = await last.until(made.id, isOver);
    expect(statesOf(over)).toBe('failed:engine.exited failed:engine.exited');
    for (const each of opened.slice(1)) await each.close();
  });
});

function replyIdOf(from: ComparisonBench, comparison: Comparison) {
  const leafId = from.conversations.get(laneOf(comparison, 0)).leafId;
  if (leafId === null) throw new Error('the lane has a reply');
  return leafId;
}

describe('lanes', () => {
  it('can be added, and answer all earlier prompts', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'One');
    await Promise.all([reply(bench, modelA, 'A1'), reply(bench, modelB, 'B1')]);
    await bench.until(made.id, isOver);
    const added = bench.comparisons.addLane(made.id, newLane(modelC));
    expect(added.lanes).toHaveLength(3);
    await reply(bench, modelC, 'C1');
    await bench.until(made.id, isOver);
    expect(bench.texts(laneOf(added, 2))).toEqual(['One', 'C1']);
  });

  it('are six at most', async () => {
    const { id } = bench.create(...Array.from({ length: 6 }, () => newLane(modelA)));
    expect(await codeOf(() => bench.comparisons.addLane(id, newLane(modelA)))).toBe('comparison.full');
  });

  it('change places, also around one that was removed', () => {
    const made = bench.create(newLane(modelA), newLane(modelB), newLane(modelC));
    const [first, second, third] = [0, 1, 2].map((index) => laneOf(made, index));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three lanes');
    const order = (comparison: Comparison) => comparison.lanes.map(({ conversationId }) => conversationId);
    expect(order(bench.comparisons.moveLane(made.id, third, 0))).toEqual([third, first, second]);
    expect(order(bench.comparisons.removeLane(made.id, first))).toEqual([third, second]);
    expect(order(bench.comparisons.moveLane(made.id, third, 1))).toEqual([second, third]);
    bench.conversations.restore(first);
    expect(order(bench.comparisons.get(made.id))).toHaveLength(3);
    expect(order(bench.comparisons.moveLane(made.id, second, 5)).at(-1)).toBe(second);
  });

  it('that are removed while they write are stopped, and the run goes on', async () => {
    bench.models.capacity.threads = 1;
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    await bench.models.of(modelA).nextRun();
    await bench.until(made.id, isState('writing waiting:cores'));
    bench.comparisons.removeLane(made.id, laneOf(made, 0));
    await reply(bench, modelB, 'From B');
    expect(statesOf(await bench.until(made.id, isOver))).toBe('done');
  });

  it('are taken out into a chat with everything that they show, and stay where they are', async () => {
    const made = bench.create(newLane(modelA, { systemPrompt: 'Be brief.' }), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    await Promise.all([reply(bench, modelA, 'From A'), reply(bench, modelB, 'From B')]);
    await bench.until(made.id, isOver);
    const chatId = bench.comparisons.takeOut(made.id, laneOf(made, 0));
    const chat = bench.conversations.get(chatId);
    expect(chat).toMatchObject({
      title: 'Hello',
      systemPrompt: 'Be brief.',
      modelId: modelA,
      comparisonId: null,
    });
    expect(chat.messages.map(({ text, hasTrace }) => [text, hasTrace])).toEqual([
      ['Hello', false],
      ['From A', true],
    ]);
    expect(chat.leafId).toBe(chat.messages[1]?.id);
    expect(bench.conversations.list().map(({ id }) => id)).toEqual([chatId]);
    expect(bench.texts(laneOf(made, 0))).toEqual(['Hello', 'From A']);
  });

  it('are not taken out while they write', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    bench.comparisons.send(made.id, 'Hello');
    await bench.models.of(modelA).nextRun();
    expect(await codeOf(() => bench.comparisons.takeOut(made.id, laneOf(made, 0)))).toBe(
      'message.stillStreaming',
    );
  });
});

describe('the bin', () => {
  it('takes a comparison with its lanes, and gives back those that went with it', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB), newLane(modelC));
    bench.comparisons.removeLane(made.id, laneOf(made, 2));
    // Times tell what went together: the two must not be the same.
    await new Promise((resolve) => setImmediate(resolve));
    bench.comparisons.send(made.id, 'Hello');
    await bench.models.of(modelA).nextRun();
    await expect.poll(() => bench.generation.isGenerating(laneOf(made, 0))).toBe(true);
    bench.comparisons.delete(made.id);
    expect(bench.comparisons.list()).toEqual([]);
    expect(await codeOf(() => bench.comparisons.get(made.id))).toBe('comparison.notFound');
    expect(await codeOf(() => bench.conversations.get(laneOf(made, 0)))).toBe('conversation.notFound');
    await expect.poll(() => bench.generation.isGenerating(laneOf(made, 0))).toBe(false);
    bench.comparisons.restore(made.id);
    expect(bench.comparisons.get(made.id).lanes).toHaveLength(2);
  });

  it('answers for what is not there', async () => {
    const made = bench.create(newLane(modelA), newLane(modelB));
    const other = bench.create(newLane(modelA), newLane(modelB));
    const foreign = laneOf(other, 0);
    expect(await codeOf(() => bench.comparisons.moveLane(made.id, foreign, 0))).toBe(
      'comparison.laneNotFound',
    );
    expect(await codeOf(() => bench.comparisons.stop(made.id, foreign))).toBe('comparison.laneNotFound');
    bench.comparisons.delete(other.id);
    expect(await codeOf(() => bench.comparisons.send(other.id, 'x'))).toBe('comparison.notFound');
  });
});
