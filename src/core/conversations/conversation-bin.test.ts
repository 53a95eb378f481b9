/** The bin of conversations, against real SQLite and a clock of the test's own. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationBinDays } from '#contract/conversations.ts';
import { type ConversationId, type MessageId, messageIdSchema } from '#contract/ids.ts';
import { createFolders } from '../folders/folders.ts';
import { codeOf, type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { silentLog } from '../testing/core-options.ts';
import { type ConversationBin, createConversationBin } from './conversation-bin.ts';
import { createConversations } from './conversations.ts';

const dayMs = 24 * 60 * 60_000;
let bench: GenerationBench;
let nowMs: number;
let bin: ConversationBin;
let conversations: ReturnType<typeof createConversations>;
beforeEach(() => {
  bench = openBench();
  nowMs = new Date(2026, 0, 1).getTime();
  const context = { ...bench, log: silentLog, now: () => nowMs, newId: () => randomUUID() };
  bin = createConversationBin(context);
  conversations = createConversations(context);
});
afterEach(async () => {
  await bin.close();
  await bench.close();
});

function deleted(title: string): ConversationId {
  const { id } = conversations.create({});
  conversations.update(id, { title });
  conversations.delete(id);
  return id;
}

function say(conversationId: ConversationId, parentId: MessageId | null, text = 'hello'): MessageId {
  const id = messageIdSchema.parse(randomUUID());
  bench.store.messages.insertUserMessage({ id, conversationId, parentId, text, createdAtMs: nowMs });
  return id;
}

const rows = (table: string): number =>
  bench.folder.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? -1;

it('what is deleted is in the bin with its dates, the last first, until it is taken out', async () => {
  await bin.tidy();
  const first = deleted('First');
  nowMs += dayMs;
  const second = deleted('Second');
  expect(bin.list()).toEqual([
    { id: second, title: 'Second', deletedAtMs: nowMs, purgeAtMs: nowMs + conversationBinDays * dayMs },
    { id: first, title: 'First', deletedAtMs: nowMs - dayMs, purgeAtMs: nowMs + 29 * dayMs },
  ]);
  conversations.restore(first);
  expect(bin.list().map(({ id }) => id)).toEqual([second]);
  expect(conversations.get(first).title).toBe('First');
});

it('it goes for good at its date, with messages, tags and index, and not a moment before', async () => {
  await bin.tidy();
  const { id: kept } = conversations.create({});
  const { id } = conversations.create({});
  say(id, null, 'a word that is gone');
  conversations.update(id, { tags: ['gone'] });
  conversations.delete(id);
  nowMs += conversationBinDays * dayMs - 1;
  expect(await bin.tidy()).toBe(0);
  nowMs += 1;
  expect(await bin.tidy()).toBe(1);
  expect(bench.store.conversations.find(id)).toBeNull();
  expect(bench.store.conversations.find(kept)).not.toBeNull();
  expect([rows('messages'), rows('conversation_tags')]).toEqual([0, 0]);
  expect(
    bench.folder.database.prepare(`SELECT 1 FROM message_search WHERE message_search MATCH 'gone'`).all(),
  ).toEqual([]);
});

it('what was deleted long before there were dates has all its days from the first look on', async () => {
  deleted('Old');
  nowMs += 400 * dayMs;
  expect(await bin.tidy()).toBe(0);
  expect(bin.list()[0]?.purgeAtMs).toBe(nowMs + conversationBinDays * dayMs);
});

it('a conversation of thousands of turns, and one that others branched from, go like any other', async () => {
  const { id } = conversations.create({});
  const { id: other } = conversations.create({});
  bench.store.transaction(() => {
    let parentId: MessageId | null = null;
    for (let index = 0; index < 3_000; index++) parentId = say(id, parentId);
    const leafId = say(other, null);
    const conversation = bench.store.conversations.find(id);
    if (conversation) bench.store.conversations.update({ ...conversation, leafId: parentId });
    bench.store.forks.insert(leafId, {
      sourceId: parentId,
      target: 'reply',
      position: 0,
      tokenIds: [1],
      text: 'x',
      logprob: null,
    });
  });
  conversations.delete(id);
  bin.purge(id);
  expect(rows('messages')).toBe(1);
  expect(bench.folder.database.pragma('foreign_key_check')).toEqual([]);
  expect(conversations.get(other).messages[0]?.fork?.sourceId).toBeNull();
});

it('only what is in the bin can be deleted for good', async () => {
  const { id } = conversations.create({});
  expect(await codeOf(() => bin.purge(id))).toBe('conversation.notFound');
  conversations.delete(id);
  bin.purge(id);
  expect(await codeOf(() => conversations.restore(id))).toBe('conversation.notFound');
});

it('emptying leaves everything else where it is and says so to every page', async () => {
  const { id: archived } = conversations.create({});
  conversations.update(archived, { isArchived: true });
  for (const title of ['A', 'B', 'C']) deleted(title);
  const notices = bench.notices.subscribe(undefined);
  expect(await bin.empty()).toBe(3);
  bench.notices.close();
  const kinds: string[] = [];
  for await (const { kind } of notices) kinds.push(kind);
  expect(kinds).toEqual(['listsChanged']);
  expect(bin.list()).toEqual([]);
  expect(conversations.listArchived().map(({ id }) => id)).toEqual([archived]);
});

it('a folder that was deleted long ago goes for good, and its conversations do not', async () => {
  const folders = createFolders({ ...bench, now: () => nowMs, newId: randomUUID });
  const folder = folders.create('Old');
  const { id } = conversations.create({ folderId: folder.id });
  folders.delete(folder.id);
  nowMs += (conversationBinDays + 1) * dayMs;
  await bin.tidy();
  expect(await codeOf(() => folders.restore(folder.id))).toBe('folder.notFound');
  expect(conversations.get(id).folderId).toBeNull();
});
