/**
 * Search in documents, on real SQLite: which document and page, for the message that holds it, among the messages.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConversationId, type DocumentId, type MessageId, messageIdSchema } from '#contract/ids.ts';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { createStore, type Store } from '../db/store.ts';
import { newConversation } from '../db/testing/new-conversation.ts';
import { documentId } from '../documents/document-id.ts';
import { createSearch } from './search.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-search-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function insert(name: string, text: readonly string[], isPaged = true): DocumentId {
  const about = { name, format: 'pdf' as const, isPaged, sizeBytes: 1 };
  const id = documentId(about, text);
  store.transaction(() => store.documents.insert({ id, ...about, pages: text.length, text }));
  return id;
}

function say(conversationId: ConversationId, text: string, documents: readonly DocumentId[] = []): MessageId {
  const id = messageIdSchema.parse(randomUUID());
  store.transaction(() => {
    store.messages.insertUserMessage({ id, conversationId, parentId: null, text, createdAtMs: 1 });
    store.documents.attach(id, documents);
  });
  return id;
}

const hitsOf = async (query: string) => (await createSearch(store).find(query, null)).hits;

it('a hit names the document and the page, shows the passage, and belongs to the message that holds it', async () => {
  const report = insert('rapport.pdf', ['Rien ici.', 'La lumière blanche est décomposée.']);
  const messageId = say(newConversation(store), 'Qu’en dis-tu ?', [report]);
  const [hit, ...others] = await hitsOf('"lumiere blanche"');
  expect(others).toEqual([]);
  expect(hit).toMatchObject({ messageId, document: { id: report, name: 'rapport.pdf', page: 2 } });
  expect(hit?.passage.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['lumière blanche']);
});

it('what stands in the text and in its document is found in both, the latest message first', async () => {
  const notes = insert('notes.txt', ['a prism'], false);
  const conversationId = newConversation(store);
  const first = say(conversationId, 'prism', [notes]);
  const second = say(conversationId, 'another prism');
  const found = (await hitsOf('prism')).map((hit) => [hit.messageId, hit.document?.name, hit.document?.page]);
  expect(found).toEqual([
    [second, undefined, undefined],
    [first, undefined, undefined],
    [first, 'notes.txt', null],
  ]);
});

it('of a long document the first pages are named, each with its own passage, for every message that holds it', async () => {
  const long = insert(
    'long.pdf',
    Array.from({ length: 9 }, (_, page) => `prism on ${page + 1}`),
  );
  const notes = insert('notes.txt', ['a prism in a note'], false);
  const conversationId = newConversation(store);
  const messageIds = [say(conversationId, 'a', [long, notes]), say(conversationId, 'b', [long, notes])];
  const found = (await hitsOf('prism')).map((hit) => [
    hit.messageId,
    hit.document?.page,
    hit.passage.map(({ text }) => text).join(''),
  ]);
  const ofEach = [...[1, 2, 3].map((page) => [page, `prism on ${page}`]), [null, 'a prism in a note']];
  expect(found).toEqual(messageIds.toReversed().flatMap((id) => ofEach.map((place) => [id, ...place])));
});

it('all words have to be on one page, and what is left out must not be on it', async () => {
  const report = insert('r.pdf', ['prism and glass', 'prism and light']);
  say(newConversation(store), 'question', [report]);
  expect((await hitsOf('prism light')).map(({ document }) => document?.page)).toEqual([2]);
  expect((await hitsOf('prism -glass')).map(({ document }) => document?.page)).toEqual([2]);
});

it('nothing is found of a draft, of a conversation in the bin, or of a document that nobody holds', async () => {
  const report = insert('r.pdf', ['prism']);
  const conversationId = newConversation(store);
  store.transaction(() => store.documents.setDraft(conversationId, [report]));
  expect(await hitsOf('prism')).toEqual([]);
  say(conversationId, 'question', [report]);
  const conversation = store.conversations.find(conversationId);
  if (conversation === null) throw new Error('none');
  expect(await hitsOf('prism')).toHaveLength(1);
  store.conversations.update({ ...conversation, deletedAtMs: 5 });
  expect(await hitsOf('prism')).toEqual([]);
});

it('goes through everything page by page, each place once', async () => {
  const report = insert('r.pdf', ['prism']);
  const conversationId = newConversation(store);
  const ids = Array.from({ length: 70 }, () => say(conversationId, 'prism', [report]));
  const search = createSearch(store);
  const found: string[] = [];
  for (let from: number | null = null, isFirst = true; isFirst || from !== null; isFirst = false) {
    const page = await search.find('prism', from);
    found.push(...page.hits.map((hit) => `${hit.messageId} ${hit.document === null}`));
    from = page.next;
  }
  expect(found).toEqual(ids.toReversed().flatMap((id) => [`${id} true`, `${id} false`]));
});
