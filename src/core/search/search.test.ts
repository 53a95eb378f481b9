/**
 * Search against real SQLite: what is found, in every branch, and that the index is always what the messages are.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type ConversationId,
  folderIdSchema,
  type MessageId,
  messageIdSchema,
  modelIdSchema,
} from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { hitsPerPage } from '#contract/search.ts';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { createStore, type Store } from '../db/store.ts';
import { newConversation } from '../db/testing/new-conversation.ts';
import { createSearch, type SearchService } from './search.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
let search: SearchService;
let nowMs = 0;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-search-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
  search = createSearch(store);
  nowMs = new Date(2026, 0, 1).getTime();
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function say(conversationId: ConversationId, text: string, parentId: MessageId | null = null): MessageId {
  const id = messageIdSchema.parse(randomUUID());
  store.transaction(() =>
    store.messages.insertUserMessage({ id, conversationId, parentId, text, createdAtMs: nowMs++ }),
  );
  return id;
}

function reply(conversationId: ConversationId, parentId: MessageId, text: string, name: string): MessageId {
  const id = messageIdSchema.parse(randomUUID());
  const model = { id: modelIdSchema.parse('a'.repeat(64)), name };
  const place = { id, conversationId, parentId, createdAtMs: nowMs++ };
  store.transaction(() => {
    store.messages.insertReply({
      ...place,
      model,
      settings: samplerPresets.greedy,
      seed: 1,
      cutMessageIds: [],
    });
    store.messages.finish(id, text, { reason: 'endToken', error: null, stats: null });
  });
  return id;
}

const idsOf = async (query: string): Promise<MessageId[]> =>
  (await search.find(query, null)).hits.map(({ messageId }) => messageId);

it('finds words whatever their case and accents, the latest message first', async () => {
  const conversationId = newConversation(store);
  const first = say(conversationId, 'La LUMIÈRE blanche');
  const second = say(conversationId, 'une lumiere');
  say(conversationId, 'un prisme');
  expect(await idsOf('lumière')).toEqual([second, first]);
  expect(await idsOf('éTÉ')).toEqual([]);
});

it('finds a word behind an article, with either apostrophe', async () => {
  const conversationId = newConversation(store);
  const ids = [say(conversationId, 'l’amour'), say(conversationId, "d'amour"), say(conversationId, 'AMOUR')];
  expect((await idsOf("l'amour")).toSorted()).toEqual(ids.toSorted());
  expect((await idsOf('amour')).toSorted()).toEqual(ids.toSorted());
});

it('finds what stands in a branch that is not shown', async () => {
  const conversationId = newConversation(store);
  const root = say(conversationId, 'question');
  const left = reply(conversationId, root, 'the spectrum', 'Left');
  reply(conversationId, root, 'the rainbow', 'Right');
  expect(await idsOf('spectrum')).toEqual([left]);
  expect((await search.find('spectrum', null)).hits[0]).toMatchObject({
    modelName: 'Left',
    role: 'assistant',
  });
});

it('shows the passage with what was found marked in it', async () => {
  const conversationId = newConversation(store);
  say(conversationId, `${'before '.repeat(60)}the white light${' after'.repeat(60)}`);
  const passage = (await search.find('"white light"', null)).hits[0]?.passage ?? [];
  expect(passage.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['white light']);
  expect(passage.at(0)?.text.startsWith('…')).toBe(true);
  expect(passage.at(-1)?.text.endsWith('…')).toBe(true);
});

it('shows each message with its own passage', async () => {
  const conversationId = newConversation(store);
  const texts = ['a prism of glass', 'a prism of water', 'a prism of air'];
  for (const text of texts) say(conversationId, text);
  const { hits } = await search.find('prism', null);
  const passages = hits.map(({ passage }) => passage.map(({ text }) => text).join(''));
  expect(passages).toEqual(texts.toReversed());
});

it('keeps to the model and the time that are named', async () => {
  const conversationId = newConversation(store);
  const root = say(conversationId, 'light');
  const old = reply(conversationId, root, 'light', 'SmolLM2');
  nowMs = new Date(2026, 5, 1).getTime();
  const late = reply(conversationId, root, 'light', 'Gemma_3');
  expect(await idsOf('light model:smol')).toEqual([old]);
  expect(await idsOf('light model:a_3')).toEqual([late]);
  expect(await idsOf('light model:a%3')).toEqual([]);
  expect(await idsOf('light before:2026-05')).toEqual([old, root]);
  expect(await idsOf('after:2026-05')).toEqual([late]);
});

it('finds titles by what is inside their words, and none when messages are what is asked for', async () => {
  const conversationId = newConversation(store);
  const conversation = store.conversations.find(conversationId);
  if (conversation === null) throw new Error('no conversation');
  store.transaction(() => store.conversations.update({ ...conversation, title: 'Le cœur des étoiles' }));
  const titles = async (query: string): Promise<string[]> =>
    (await search.find(query, null)).titles.map(({ title }) => title);
  expect(await titles('coeur toile')).toEqual(['Le cœur des étoiles']);
  expect(await titles('coeur -etoiles ')).toEqual([]);
  expect(await titles('coeur model:x')).toEqual([]);
});

it('finds nothing of a conversation in the bin, and all of it again when it is taken out', async () => {
  const conversationId = newConversation(store);
  const id = say(conversationId, 'light');
  const conversation = store.conversations.find(conversationId);
  if (conversation === null) throw new Error('no conversation');
  store.transaction(() => store.conversations.update({ ...conversation, deletedAtMs: 1 }));
  expect(await idsOf('light')).toEqual([]);
  store.transaction(() => store.conversations.update(conversation));
  expect(await idsOf('light')).toEqual([id]);
});

it('goes through everything page by page, each message once', async () => {
  const conversationId = newConversation(store);
  const ids = Array.from({ length: 2 * hitsPerPage + 1 }, () => say(conversationId, 'light')).toReversed();
  const seen: MessageId[] = [];
  for (let from: number | null = null, isFirst = true; isFirst || from !== null; isFirst = false) {
    const page = await search.find('light', from);
    seen.push(...page.hits.map(({ messageId }) => messageId));
    from = page.next;
  }
  expect(seen).toEqual(ids);
});

it('is the same as reading every message, whatever was written, changed and removed', async () => {
  const words = ['light', 'Lumière', 'prism', 'l’amour', 'cœur', 'écran', '色'];
  const text = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((list) => list.join(' '));
  const conversationId = newConversation(store);
  const texts = new Map<MessageId, string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      text,
      fc.constantFrom(...words),
      async (said, end, word) => {
        for (const each of said) texts.set(say(conversationId, each), each);
        const root = [...texts.keys()][0] ?? null;
        if (root !== null) texts.set(reply(conversationId, root, end, 'model'), end);
        const wanted = [...texts].filter(([, each]) => each.split(' ').includes(word)).map(([id]) => id);
        const found = await idsOf(`${word} `);
        expect(found).toEqual(wanted.toReversed().slice(0, hitsPerPage));
      },
    ),
    { numRuns: 200 },
  );
  folder.database.exec("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)");
});

it('makes a damaged index again from the messages, and keeps nobody from writing or finding', async () => {
  const conversationId = newConversation(store);
  const id = say(conversationId, 'light');
  folder.database.unsafeMode(true);
  const damage = (): void =>
    void folder.database.exec("UPDATE message_search_data SET block = x'ffff' WHERE id > 1000");
  damage();
  const second = say(conversationId, 'more light');
  expect(await idsOf('light')).toEqual([second, id]);
  damage();
  expect(await idsOf('light')).toEqual([second, id]);
});

it('folder: and tag: look only there, find titles without a word, and combine with words', async () => {
  const folderId = folderIdSchema.parse(randomUUID());
  const position = {
    position: 0,
    systemPrompt: '',
    modelId: null,
    isCollapsed: false,
    createdAtMs: 1,
    deletedAtMs: null,
  };
  store.transaction(() => store.folders.insert({ id: folderId, name: 'Été 2026', ...position }));
  const inside = newConversation(store, { title: 'Inside', folderId });
  const tagged = newConversation(store, { title: 'Tagged' });
  store.transaction(() => store.conversationTags.set(tagged, [{ tag: 'À lire', folded: 'a lire' }]));
  const [first, second] = [say(inside, 'light'), say(tagged, 'light')];
  expect(await idsOf('light folder:ete')).toEqual([first]);
  expect(await idsOf('light tag:"à lire"')).toEqual([second]);
  expect(await idsOf('dark folder:ete')).toEqual([]);
  expect(await idsOf('light folder:nowhere')).toEqual([]);
  const titlesOf = async (query: string): Promise<string[]> =>
    (await search.find(query, null)).titles.map(({ title }) => title);
  expect(await titlesOf('folder:ete')).toEqual(['Inside']);
  expect(await titlesOf('tag:a')).toEqual(['Tagged']);
  expect(await titlesOf('folder:')).toEqual([]);
});

it('what is archived is found, and marked', async () => {
  const archived = newConversation(store, { title: 'Put away', archivedAtMs: 5 });
  say(archived, 'put away text');
  const { titles, hits } = await search.find('away', null);
  expect([titles.map(({ isArchived }) => isArchived), hits.map(({ isArchived }) => isArchived)]).toEqual([
    [true],
    [true],
  ]);
});
