/**
 * Blind votes over a real database and scripted models: what is drawn, hidden, shown, taken back and counted.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { ComparisonId } from '#contract/ids.ts';
import type { VoteRound } from '#contract/votes.ts';
import { createNotices } from '#core/app/notices.ts';
import {
  type ComparisonBench,
  isOver,
  newLane,
  openComparisonBench,
} from '#core/comparisons/testing/comparison-bench.ts';
import { modelA, modelB, modelC } from '#core/comparisons/testing/scripted-models.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { openDatabase } from '#core/db/open.ts';
import { repairSalvaged } from '#core/db/salvage-repair.ts';
import { codeOf } from '#core/generation/testing/generation-bench.ts';
import { endToken } from '#core/generation/testing/scripted-library.ts';
import { refuseHidden } from './hide-lanes.ts';
import { createVotes, type VotesService } from './votes.ts';

let bench: ComparisonBench;
let votes: VotesService;
/** How the coin falls: true makes the model with the lower id A. */
let coin = true;

function open(dataDir?: string): void {
  bench = openComparisonBench(dataDir);
  const { store, comparisons, models } = bench;
  votes = createVotes({
    ...{ store, comparisons, library: models.library, notices: createNotices(), now: Date.now },
    draw: () => coin,
  });
}
beforeEach(() => {
  coin = true;
  open();
});
afterEach(async () => {
  await bench.close();
});

const begin = (folder = 'Physics'): VoteRound =>
  votes.begin(folder, [newLane(modelB), newLane(modelA)], 'What is light?');

async function reply(modelId: typeof modelA, text: string): Promise<void> {
  const run = await bench.models.of(modelId).nextRun();
  await run.write(text);
  await run.tokens([endToken]);
  await run.end();
}

async function answered(round: VoteRound): Promise<VoteRound> {
  await Promise.all([reply(modelA, 'From the first'), reply(modelB, 'From the second')]);
  await bench.until(round.comparisonId, isOver);
  return votes.get(round.comparisonId);
}

async function voted(choice: 'a' | 'b' | 'tie' | 'bothBad', folder?: string): Promise<VoteRound> {
  const { comparisonId } = await answered(begin(folder));
  return votes.vote(comparisonId, choice);
}

const lanesOf = (id: ComparisonId) =>
  bench.comparisons.get(id).lanes.map(({ conversationId }) => conversationId);

describe('a round', () => {
  it('puts the answers of the two models on the sides that were drawn, and keeps the draw over a restart', async () => {
    coin = false;
    const { comparisonId, answers } = await answered(begin());
    expect(answers).toEqual({ a: 'From the second', b: 'From the first' });
    coin = true;
    await bench.end();
    open(bench.dataDir);
    expect(votes.get(comparisonId).answers).toEqual({ a: 'From the second', b: 'From the first' });
    expect(votes.vote(comparisonId, 'a').models).toMatchObject({ a: { id: modelB }, b: { id: modelA } });
  });

  it('lets the models write in an order that depends neither on the draw nor on the one they were named in', () => {
    const orders = [true, false].flatMap((side) => {
      coin = side;
      return [
        [newLane(modelA), newLane(modelB)],
        [newLane(modelB), newLane(modelA)],
      ].map((lanes) => {
        const { comparisonId } = votes.begin('Physics', lanes, 'What is light?');
        return lanesOf(comparisonId).map((id) => bench.store.conversations.find(id)?.modelId);
      });
    });
    for (const order of orders) expect(order).toEqual([modelA, modelB]);
  });

  it('tells nothing of its models before the vote: no id, name, lane, message or figure', async () => {
    const before = begin();
    const { comparisonId } = before;
    const told = JSON.stringify([
      before,
      await answered(before),
      votes.list(),
      bench.comparisons.list(),
      bench.conversations.list(),
      bench.store.tracedReplies.list(null),
    ]);
    const lanes = lanesOf(comparisonId);
    const messages = lanes.flatMap((id) => bench.store.messages.list(id).map((message) => message.id));
    const { name } = bench.models.library.get(modelA);
    expect([lanes.length, messages.length, name.length > 3]).toEqual([2, 4, true]);
    for (const secret of [modelA, modelB, name, ...lanes, ...messages, 'tokensPerSecond', 'sizeBytes'])
      expect(told).not.toContain(secret);
    const after = JSON.stringify([votes.vote(comparisonId, 'a'), bench.store.tracedReplies.list(null)]);
    for (const shown of [modelA, modelB, name, lanes[0]]) expect(after).toContain(shown);
    expect(bench.comparisons.list()).toMatchObject([{ id: comparisonId }]);
  });

  it('shows no answer while the other one is still being written', async () => {
    const { comparisonId } = begin();
    await reply(modelA, 'From the first');
    await bench.until(comparisonId, ({ lanes }) => lanes[0]?.state.kind === 'done');
    expect(votes.get(comparisonId)).toMatchObject({ state: { kind: 'writing' }, answers: null });
    expect(await codeOf(() => votes.vote(comparisonId, 'a'))).toBe('vote.notReady');
    await reply(modelB, 'From the second');
    await bench.until(comparisonId, isOver);
    expect(votes.get(comparisonId).state.kind).toBe('ready');
  });

  it('is an ordinary comparison after the vote, in which lane A is side A', async () => {
    coin = false;
    const { comparisonId } = await voted('tie');
    const [first] = lanesOf(comparisonId);
    expect(first && bench.store.conversations.find(first)?.modelId).toBe(modelB);
  });

  it('keeps the answers that were voted on, whatever is asked later', async () => {
    const { comparisonId, answers } = await voted('a');
    const [first] = lanesOf(comparisonId);
    if (first === undefined) throw new Error('there are two lanes');
    bench.comparisons.removeLane(comparisonId, first);
    const kept = { answers, state: { kind: 'ready' } } as const;
    expect(votes.get(comparisonId)).toMatchObject({ ...kept, hasComparison: true });
    bench.comparisons.delete(comparisonId);
    expect(votes.get(comparisonId)).toMatchObject({ ...kept, hasComparison: false });
    expect(votes.list()).toHaveLength(1);
  });

  it('says that an answer failed without saying whose, and goes on when it is asked to', async () => {
    bench.models.failures.set(modelB, new PrismeError('model.unreadable', { fileName: 'secret.gguf' }));
    const { comparisonId } = begin();
    await reply(modelA, 'From the first');
    await bench.until(comparisonId, isOver);
    expect(votes.get(comparisonId)).toMatchObject({
      state: { kind: 'failed', code: 'model.unreadable' },
      answers: null,
    });
    expect(JSON.stringify(votes.get(comparisonId))).not.toContain('secret');
    bench.models.failures.clear();
    expect(votes.resume(comparisonId).state.kind).toBe('writing');
    await reply(modelB, 'From the second');
    await bench.until(comparisonId, isOver);
    expect(votes.get(comparisonId).answers).toEqual({ a: 'From the first', b: 'From the second' });
  });

  it('is stopped as a whole', async () => {
    const { comparisonId } = begin();
    await Promise.all([bench.models.of(modelA).nextRun(), bench.models.of(modelB).nextRun()]);
    votes.stop(comparisonId);
    await bench.until(comparisonId, isOver);
    expect(votes.get(comparisonId).state.kind).toBe('stopped');
  });

  it('is followed by another question for the same models, drawn anew, in the same folder', async () => {
    const first = begin();
    coin = false;
    const second = votes.next(first.comparisonId, 'And colour?');
    expect(second).toMatchObject({ folder: 'Physics', question: 'And colour?', vote: null, models: null });
    await answered(first);
    await answered(second);
    expect(votes.get(second.comparisonId).answers).toEqual({ a: 'From the second', b: 'From the first' });
  });

  it('needs two models that are there', async () => {
    const same = [newLane(modelA), newLane(modelA)];
    expect(await codeOf(() => votes.begin('x', same, 'Why?'))).toBe('vote.sameModel');
    const unknown = [newLane(modelA), newLane('f'.repeat(64) as typeof modelA)];
    expect(await codeOf(() => votes.begin('x', unknown, 'Why?'))).toBe('model.notFound');
    expect(votes.list()).toEqual([]);
    expect(bench.store.comparisons.unfinished()).toEqual([]);
  });
});

describe('a vote', () => {
  it('is on disk with its time, and given once', async () => {
    const before = Date.now();
    const { comparisonId, vote } = await voted('bothBad');
    expect(vote).toMatchObject({ choice: 'bothBad', isChanged: false });
    expect(vote?.votedAtMs).toBeGreaterThanOrEqual(before);
    expect(await codeOf(() => votes.vote(comparisonId, 'a'))).toBe('vote.alreadyGiven');
    expect(bench.store.votes.find(comparisonId)?.vote).toEqual({
      choice: 'bothBad',
      votedAtMs: vote?.votedAtMs,
    });
  });

  it('can be taken back once; the second one is final and marked', async () => {
    const { comparisonId } = await voted('a');
    const open = votes.takeBack(comparisonId);
    expect(open).toMatchObject({ vote: null, canTakeBack: false, models: { a: { id: modelA } } });
    expect(await codeOf(() => votes.takeBack(comparisonId))).toBe('vote.notTakenBack');
    const again = votes.vote(comparisonId, 'b');
    expect(again).toMatchObject({ vote: { choice: 'b', isChanged: true }, canTakeBack: false });
    expect(await codeOf(() => votes.takeBack(comparisonId))).toBe('vote.notTakenBack');
  });

  it('that is deleted counts no more until it is restored, and its comparison stays', async () => {
    const { comparisonId } = await voted('a');
    votes.delete(comparisonId);
    expect(votes.list()).toEqual([]);
    expect(await votes.ratings(null)).toEqual([]);
    expect(await codeOf(() => votes.get(comparisonId))).toBe('vote.notFound');
    expect(bench.comparisons.get(comparisonId).lanes).toHaveLength(2);
    votes.restore(comparisonId);
    expect(votes.list()).toMatchObject([{ comparisonId, vote: { choice: 'a' } }]);
    expect(await votes.ratings(null)).toHaveLength(2);
  });

  it('that was not given takes its hidden comparison into the bin, which gives both back', async () => {
    const { comparisonId } = begin();
    await Promise.all([bench.models.of(modelA).nextRun(), bench.models.of(modelB).nextRun()]);
    votes.delete(comparisonId);
    expect(await codeOf(() => bench.comparisons.get(comparisonId))).toBe('comparison.notFound');
    await expect.poll(() => lanesAreQuiet(comparisonId)).toBe(true);
    votes.restore(comparisonId);
    expect(votes.list()).toMatchObject([{ comparisonId, vote: null, models: null }]);

    function lanesAreQuiet(id: ComparisonId): boolean {
      const lanes = bench.store.comparisons.allLanes(id);
      return lanes.every(({ conversationId }) => !bench.generation.isGenerating(conversationId));
    }
  });

  it.each([
    ['as it was', 'folder = folder', 1],
    ['with a model that is none', "a_model_id = 'x'", 0],
    ['of a comparison that is lost', "comparison_id = 'x'", 0],
  ])('is saved from a damaged database only where it says something: %s', async (_, damage, left) => {
    await voted('a');
    await bench.end();
    const database = openDatabase(join(bench.dataDir, databaseFileName));
    database.pragma('foreign_keys = OFF');
    expect(database.prepare(`UPDATE votes SET ${damage}`).run().changes).toBe(1);
    expect(repairSalvaged(database, randomUUID)).toBe(left === 1);
    database.close();
    open(bench.dataDir);
    expect(votes.list()).toHaveLength(left);
  });

  it('counts in its folder and over all', async () => {
    await voted('a', 'Physics');
    await voted('b', 'Physics');
    await voted('a', 'Cooking');
    const [best] = await votes.ratings(null);
    expect(best).toMatchObject({
      model: { id: modelA, name: expect.any(String) },
      votes: 3,
      wins: 2,
      losses: 1,
    });
    // 2 to 1: 200 · log10(2) points above the mean.
    expect(best?.rating).toMatchObject({ kind: 'rated', points: expect.closeTo(1_060.206, 3) });
    expect(await votes.ratings('Cooking')).toMatchObject([
      { model: { id: modelA }, votes: 1, rating: { kind: 'notEnoughVotes', reason: 'neverLost' } },
      { model: { id: modelB }, votes: 1, rating: { kind: 'notEnoughVotes', reason: 'neverWon' } },
    ]);
    expect(await votes.ratings('Nothing')).toEqual([]);
  });
});

describe('what is hidden', () => {
  it('is refused to every request that names it, until the vote, and to no other', async () => {
    const other = bench.create(newLane(modelA), newLane(modelC));
    const { comparisonId } = await answered(begin());
    const laneId = lanesOf(comparisonId)[0] ?? '';
    const messageId = bench.store.messages.list(lanesOf(comparisonId)[1] ?? fail())[1]?.id;
    const inputs = [
      { comparisonId },
      { conversationId: laneId },
      { messageId },
      { place: { kind: 'reply', messageId, position: 0 } },
      { texts: [{ of: { list: [[messageId]] } }] },
    ];
    const codes = () =>
      Promise.all(
        [...inputs, { comparisonId: other.id, tokenIds: [1, 2], bytes: new Uint8Array(4) }].map((input) =>
          codeOf(() => refuseHidden(['any', 'request'], input, bench.store.votes.isHidden)),
        ),
      );
    expect(await codes()).toEqual([...inputs.map(() => 'vote.comesFirst'), 'none']);
    expect(() => refuseHidden(['votes', 'get'], { comparisonId }, bench.store.votes.isHidden)).not.toThrow();
    votes.vote(comparisonId, 'a');
    expect(await codes()).toEqual([...inputs.map(() => 'none'), 'none']);
  });
});

function fail(): never {
  throw new Error('it is there');
}
