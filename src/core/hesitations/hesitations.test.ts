/**
 * Searches over real stored traces: what is found, with what around it, in which order, and how a search ends early.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HesitationEvent, HesitationScope } from '#contract/hesitations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import { codeOf, type GenerationBench, openBench } from '#core/generation/testing/generation-bench.ts';
import { endToken, scriptedStep } from '#core/generation/testing/scripted-library.ts';
import type { HesitationCriteria } from '#probability/hesitation.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { createHesitations, type HesitationsService } from './hesitations.ts';

let bench: GenerationBench;
let hesitations: HesitationsService;
beforeEach(() => {
  bench = openBench();
  hesitations = createHesitations(bench);
});
afterEach(() => bench.close());

const off: HesitationCriteria = {
  probabilityBelow: null,
  surprisalFrom: null,
  marginBelow: null,
  rankAbove: null,
  favouriteRemovedBy: null,
};
const unlikely = { ...off, probabilityBelow: 0.1 };
const byte = (letter: string): number => letter.charCodeAt(0);

/** A step where `letter` was drawn against the favourite "Z": p = 1/(1 + e³) ≈ 0.05. */
function torn(letter: string): TraceStep {
  return {
    ...scriptedStep(byte(letter)),
    logit: -1,
    maxLogit: 2,
    logZ: Math.log1p(Math.exp(-3)),
    topIds: Uint32Array.of(byte('Z'), byte(letter)),
    topLogits: Float32Array.of(2, -1),
  };
}

/** Writes a reply; letters after a "!" are torn. */
async function writeReply(text: string, id = bench.newConversation()) {
  const { replyId } = await bench.send(id, 'Hi');
  const run = await bench.library.nextRun();
  const steps: TraceStep[] = [];
  for (let at = 0; at < text.length; at++)
    steps.push(text[at] === '!' ? torn(text[++at] ?? '') : scriptedStep(byte(text[at] ?? '')));
  steps.push(scriptedStep(endToken));
  await run.send({ kind: 'tokens', firstToken: 0, count: steps.length, steps: encodeSteps(steps) });
  await run.end();
  await bench.readAll(replyId);
  return { id, replyId };
}

async function find(
  scope: HesitationScope,
  criteria: HesitationCriteria = unlikely,
): Promise<HesitationEvent[]> {
  const events: HesitationEvent[] = [];
  for await (const event of hesitations.find({ scope, criteria, match: 'any' }, undefined))
    events.push(event);
  return events;
}

function hitsIn(events: readonly HesitationEvent[]) {
  return events.flatMap((event) =>
    event.kind === 'hits' ? event.hits.map((hit) => ({ ...hit, messageId: event.reply.messageId })) : [],
  );
}

it('finds a position with its numbers and the text on either side', async () => {
  const { id, replyId } = await writeReply('The quick brown f!ox jumps over it');
  const events = await find({ kind: 'conversation', conversationId: id });
  const [hit, ...others] = hitsIn(events);
  expect(others).toEqual([]);
  expect(hit).toMatchObject({
    messageId: replyId,
    position: 17,
    tokenId: byte('o'),
    before: 'uick brown f',
    after: 'x jumps over',
    rank: 2,
    favouriteId: byte('Z'),
    removedBy: null,
    isRemovalExact: true,
  });
  expect(hit?.probability).toBeCloseTo(1 / (1 + Math.exp(3)), 5);
  expect(hit?.margin).toBeCloseTo((Math.exp(3) - 1) / (Math.exp(3) + 1), 5);
  expect(events[0]).toEqual({ kind: 'progress', read: 0, total: 1 });
  expect(events.at(-1)).toEqual({
    kind: 'end',
    read: 1,
    total: 1,
    tokens: 34,
    hasMore: false,
    unreadable: 0,
  });
});

it('looks where it is told: a reply, a conversation, or everything but the bin, the newest first', async () => {
  const first = await writeReply('a!b');
  const second = await writeReply('a!b!c');
  const deleted = await writeReply('!d');
  bench.conversations.delete(deleted.id);
  const places = async (scope: HesitationScope) =>
    hitsIn(await find(scope)).map(({ messageId, position }) => [messageId, position]);
  expect(await places({ kind: 'reply', messageId: first.replyId })).toEqual([[first.replyId, 1]]);
  expect(await places({ kind: 'conversation', conversationId: first.id })).toEqual([[first.replyId, 1]]);
  const inFirst = [[first.replyId, 1]];
  const inSecond = [
    [second.replyId, 1],
    [second.replyId, 2],
  ];
  const times = [first, second].map(({ id }) => bench.conversations.get(id).messages[1]?.createdAtMs ?? 0);
  const isSecondNewer = (times[1] ?? 0) > (times[0] ?? 0);
  const all = await places({ kind: 'all' });
  if (isSecondNewer) expect(all).toEqual([...inSecond, ...inFirst]);
  else expect(all).toHaveLength(3);
});

it('runs the chain with the prompt as its history: a penalty and a cut take the favourite', async () => {
  const id = bench.newConversation();
  const settings: GenerationSettings = {
    ...samplerPresets.neutral,
    frequencyPenalty: 2,
    presencePenalty: 2,
    penaltyLastTokens: 64,
    topK: 1,
  };
  bench.conversations.update(id, { settings });
  const removed = { ...off, favouriteRemovedBy: 'any' as const };
  // "Z" stands neither in the prompt nor before the first position; after it was written it is penalised.
  const { replyId } = await writeReply('!bZ!c', id);
  const hits = hitsIn(await find({ kind: 'reply', messageId: replyId }, removed));
  expect(hits.map(({ position, removedBy }) => [position, removedBy])).toContainEqual([2, 'topK']);
  expect(hits.map(({ position }) => position)).not.toContain(0);
  expect(
    hitsIn(await find({ kind: 'reply', messageId: replyId }, { ...off, favouriteRemovedBy: 'xtc' })),
  ).toEqual([]);
});

it('ends at a thousand hits and says that there were more', async () => {
  const { replyId } = await writeReply('!a'.repeat(1_001));
  const events = await find({ kind: 'reply', messageId: replyId });
  expect(hitsIn(events)).toHaveLength(1_000);
  expect(events.at(-1)).toMatchObject({ kind: 'end', hasMore: true });
  const exactly = await writeReply('!a'.repeat(1_000));
  expect((await find({ kind: 'reply', messageId: exactly.replyId })).at(-1)).toMatchObject({
    hasMore: false,
  });
});

it('gives other work its turn and ends when it is no longer wanted', async () => {
  const { replyId } = await writeReply('!a'.repeat(900));
  const ending = new AbortController();
  const question = {
    scope: { kind: 'reply' as const, messageId: replyId },
    criteria: unlikely,
    match: 'any' as const,
  };
  const kinds: string[] = [];
  for await (const event of hesitations.find(question, ending.signal)) {
    kinds.push(event.kind);
    if (event.kind === 'hits') ending.abort();
  }
  expect(kinds).not.toContain('end');
});

it('counts a trace that cannot be read and goes on with the others', async () => {
  const broken = await writeReply('!a');
  const sound = await writeReply('!b');
  bench.folder.database
    .prepare('UPDATE trace_chunks SET steps = ? WHERE message_id = ?')
    .run(new Uint8Array(40), broken.replyId);
  const events = await find({ kind: 'all' });
  expect(hitsIn(events).map(({ messageId }) => messageId)).toEqual([sound.replyId]);
  expect(events.at(-1)).toMatchObject({ read: 2, unreadable: 1 });
});

it('refuses what does not exist', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await codeOf(() => find({ kind: 'reply', messageId: nobody as MessageId }))).toBe(
    'message.notFound',
  );
  expect(await codeOf(() => find({ kind: 'conversation', conversationId: nobody as ConversationId }))).toBe(
    'conversation.notFound',
  );
});
