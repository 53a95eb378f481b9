/**
 * The tree of messages against a model of it in memory, and the hash that notices changed texts.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MessageId, messageIdSchema, modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createMessageCheck } from './message-check.ts';
import { type DataFolder, openDataFolder } from './open-data-folder.ts';
import { createStore, type Store } from './store.ts';
import { newConversation } from './testing/new-conversation.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
});
afterAll(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const modelId = modelIdSchema.parse('a'.repeat(64));

type Node = { id: MessageId; parent: number | null; text: string };

/** Builds a tree: each entry says under which earlier message (or the root) the next one hangs. */
function build(parents: readonly { parent: number; text: string }[]) {
  const conversationId = newConversation(store);
  const nodes: Node[] = [];
  store.transaction(() => {
    for (const { parent: choice, text } of parents) {
      const parent = nodes.length === 0 || choice % 5 === 0 ? null : choice % nodes.length;
      const id = messageIdSchema.parse(randomUUID());
      const parentId = parent === null ? null : (nodes[parent]?.id ?? null);
      if (nodes.length % 2 === 0)
        store.messages.insertUserMessage({ id, conversationId, parentId, text, createdAtMs: 1 });
      else {
        const model = { id: modelId, name: 'm' };
        store.messages.insertReply({
          id,
          conversationId,
          parentId,
          createdAtMs: 1,
          model,
          settings: samplerPresets.greedy,
          seed: 1,
          cutMessageIds: [],
        });
        store.messages.finish(id, text, { reason: 'endToken', error: null, stats: null });
      }
      nodes.push({ id, parent, text });
    }
  });
  return { conversationId, nodes };
}

function pathOf(nodes: readonly Node[], index: number): MessageId[] {
  const node = nodes[index];
  if (node === undefined) return [];
  return [...(node.parent === null ? [] : pathOf(nodes, node.parent)), node.id];
}

function newestLeafOf(nodes: readonly Node[], index: number): MessageId | undefined {
  const isBelow = (candidate: number): boolean => {
    const parent = nodes[candidate]?.parent ?? null;
    return candidate === index || (parent !== null && isBelow(parent));
  };
  const leaves = nodes.flatMap((node, candidate) => {
    const hasChild = nodes.some((other) => other.parent === candidate);
    return !hasChild && isBelow(candidate) ? [node.id] : [];
  });
  return leaves.at(-1);
}

const trees = fc.array(
  fc.record({ parent: fc.nat(1_000), text: fc.string({ unit: 'grapheme', maxLength: 20 }) }),
  { minLength: 1, maxLength: 25 },
);

it('finds every path and every newest leaf of any tree, and gives messages in order of creation', () => {
  fc.assert(
    fc.property(trees, (parents) => {
      const { conversationId, nodes } = build(parents);
      expect(store.messages.list(conversationId).map(({ id, text }) => [id, text])).toEqual(
        nodes.map(({ id, text }) => [id, text]),
      );
      nodes.forEach((node, index) => {
        expect(store.messages.path(node.id).map(({ id }) => id)).toEqual(pathOf(nodes, index));
        expect(store.messages.newestLeaf(node.id)).toBe(newestLeafOf(nodes, index));
      });
    }),
    { numRuns: 60 },
  );
});

it('finds every message whose text, parent or role was changed behind its back, and no other', () => {
  const { conversationId, nodes } = build(
    Array.from({ length: 300 }, (_, index) => ({ parent: index, text: `text ${index}` })),
  );
  const clean = createMessageCheck(folder.database);
  expect(clean.runFor(60_000)).toBe(true);
  expect(clean.damagedIds).toEqual([]);
  const changed = [nodes[3], nodes[150], nodes[299]].flatMap((node) => (node === undefined ? [] : [node.id]));
  folder.database.prepare("UPDATE messages SET text = text || ' ' WHERE id = ?").run(changed[0]);
  folder.database.prepare('UPDATE messages SET parent_id = NULL, text = text WHERE id = ?').run(changed[1]);
  folder.database
    .prepare("UPDATE messages SET role = CASE role WHEN 'user' THEN 'assistant' ELSE 'user' END WHERE id = ?")
    .run(changed[2]);
  const wasAtRoot = nodes[150]?.parent === null;
  const check = createMessageCheck(folder.database, () => 0);
  // A clock that stands still never uses up a budget, and one that is used up at once still advances by a step.
  expect(check.runFor(1)).toBe(true);
  expect(check.damagedIds).toEqual(wasAtRoot ? [changed[0], changed[2]] : changed);
  expect(store.messages.list(conversationId)).toHaveLength(300);
});

it('checks in slices', () => {
  build(Array.from({ length: 200 }, () => ({ parent: 0, text: 'text' })));
  const check = createMessageCheck(folder.database);
  let slices = 0;
  do slices++;
  while (!check.runFor(0));
  expect(slices).toBeGreaterThan(3);
});

it('refuses a message under a parent that does not exist', () => {
  const conversationId = newConversation(store);
  const orphan = {
    id: messageIdSchema.parse(randomUUID()),
    conversationId,
    parentId: messageIdSchema.parse(randomUUID()),
    text: 'x',
    createdAtMs: 1,
  };
  expect(() => store.transaction(() => store.messages.insertUserMessage(orphan))).toThrow();
});

/** A user message and a reply under it, that is still being written. */
function exchange() {
  const conversationId = newConversation(store);
  const [userId, replyId] = [messageIdSchema.parse(randomUUID()), messageIdSchema.parse(randomUUID())];
  store.messages.insertUserMessage({
    id: userId,
    conversationId,
    parentId: null,
    text: 'why',
    createdAtMs: 7,
  });
  store.messages.insertReply({
    id: replyId,
    conversationId,
    parentId: userId,
    createdAtMs: 8,
    model: { id: modelId, name: 'a model' },
    settings: samplerPresets.precise,
    seed: 5,
    cutMessageIds: [userId],
  });
  return { conversationId, userId, replyId };
}

it('a message of a person and a reply that begins come back as they were written', () => {
  const { conversationId, userId, replyId } = exchange();
  expect(store.messages.find(userId)).toEqual({
    id: userId,
    conversationId,
    parentId: null,
    role: 'user',
    text: 'why',
    createdAtMs: 7,
    state: 'complete',
    end: null,
    model: null,
    settings: null,
    seed: null,
    cutMessageIds: [],
    fork: null,
    hasTrace: false,
    documents: [],
  });
  expect(store.messages.find(replyId)).toEqual({
    id: replyId,
    conversationId,
    parentId: userId,
    role: 'assistant',
    text: '',
    createdAtMs: 8,
    state: 'streaming',
    end: null,
    model: { id: modelId, name: 'a model' },
    settings: samplerPresets.precise,
    seed: 5,
    cutMessageIds: [userId],
    fork: null,
    hasTrace: false,
    documents: [],
  });
  expect(store.messages.list(conversationId).every((message) => !('conversationId' in message))).toBe(true);
  expect(store.messages.find(messageIdSchema.parse(randomUUID()))).toBeNull();
  expect(store.messages.newestLeaf(messageIdSchema.parse(randomUUID()))).toBeNull();
});

it('a reply is completed with its text, hash and ending, continued, and completed again', () => {
  const [{ replyId }, later] = [exchange(), exchange()];
  expect(store.messages.streamingIds().slice(-2)).toEqual([replyId, later.replyId]);
  const stats = {
    promptTokens: 3,
    reusedTokens: 0,
    replyTokens: 2,
    firstTokenMs: null,
    promptTokensPerSecond: 1,
    tokensPerSecond: 2,
    memoryBytes: 10,
  };
  const error = { code: 'engine.exited' as const, details: {} };
  store.messages.finish(replyId, 'because', { reason: 'interrupted', error, stats });
  expect(store.messages.find(replyId)).toMatchObject({
    text: 'because',
    state: 'complete',
    end: { reason: 'interrupted', error, stats },
  });
  expect(store.messages.streamingIds()).not.toContain(replyId);
  store.messages.reopen(replyId);
  expect(store.messages.find(replyId)).toMatchObject({ text: 'because', state: 'streaming', end: null });
  store.messages.finish(replyId, 'because of it', { reason: 'endToken', error: null, stats: null });
  expect(store.messages.find(replyId)?.end).toEqual({ reason: 'endToken', error: null, stats: null });
  const check = createMessageCheck(folder.database);
  while (!check.runFor(1_000));
  expect(check.damagedIds).not.toContain(replyId);
});

it('finishing a reply that is gone changes nothing', () => {
  const gone = messageIdSchema.parse(randomUUID());
  store.messages.finish(gone, 'text', { reason: 'endToken', error: null, stats: null });
  expect(store.messages.find(gone)).toBeNull();
});

it('the messages that were cut for a reply can be said anew', () => {
  const { userId, replyId } = exchange();
  store.messages.setCut(replyId, []);
  expect(store.messages.find(replyId)?.cutMessageIds).toEqual([]);
  store.messages.setCut(replyId, [userId, replyId]);
  expect(store.messages.find(replyId)?.cutMessageIds).toEqual([userId, replyId]);
  store.messages.finish(replyId, '', { reason: 'stopped', error: null, stats: null });
});

it('a branch begins with the text of the tokens that stand already', () => {
  const { conversationId, userId } = exchange();
  const id = messageIdSchema.parse(randomUUID());
  const model = { id: modelId, name: 'm' };
  const settings = samplerPresets.greedy;
  const reply = {
    id,
    conversationId,
    parentId: userId,
    createdAtMs: 9,
    model,
    settings,
    seed: 1,
    cutMessageIds: [],
  };
  store.messages.insertReply({ ...reply, text: 'so far' });
  expect(store.messages.find(id)).toMatchObject({ text: 'so far', state: 'streaming' });
  expect(store.messages.newestLeaf(userId)).toBe(id);
});

it.each(['cut_ids_json', 'settings_json', 'error_json', 'stats_json'])(
  'a message whose %s makes no sense is refused as damaged',
  (column) => {
    const { replyId } = exchange();
    store.messages.finish(replyId, '', { reason: 'stopped', error: null, stats: null });
    folder.database.prepare(`UPDATE messages SET ${column} = '["x"]' WHERE id = ?`).run(replyId);
    expect(() => store.messages.find(replyId)).toThrow(expect.objectContaining({ code: 'database.damaged' }));
  },
);
