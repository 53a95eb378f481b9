/**
 * Documents of what is being written, on real SQLite with a scripted engine: attached, kept over a restart, sent, read by the model,
 * and gone with the last message that holds them.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentText } from '#contract/document-text.ts';
import type { Document } from '#contract/documents.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { createConversationBin } from '../conversations/conversation-bin.ts';
import { findChangedRows } from '../db/row-checksum.ts';
import { findUnreadable } from '../db/unreadable.ts';
import { codeOf, type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { silentLog } from '../testing/core-options.ts';
import { createDocuments, type DocumentsService } from './documents.ts';

/** How files are read for real is tried in extract-document.test.ts. */
const readPlain = ({ bytes }: { readonly bytes: Uint8Array }): Promise<DocumentText> =>
  Promise.resolve({ format: 'plain', pages: [new TextDecoder().decode(bytes)], isPaged: false });

let bench: GenerationBench;
let documents: DocumentsService;
let id: ConversationId;
beforeEach(() => {
  bench = openBench();
  documents = createDocuments(bench, readPlain);
  id = bench.newConversation();
});
afterEach(() => bench.close());

async function add(name: string, text: string, conversationId = id): Promise<Document> {
  const uploadId = randomUUID();
  documents.upload({ uploadId, offset: 0, bytes: new TextEncoder().encode(text) });
  return await documents.add({ conversationId, uploadId, name }, undefined);
}

const draft = (conversationId = id): Document[] => bench.conversations.get(conversationId).draftDocuments;
const count = (table: string): unknown =>
  bench.folder.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

async function send(text: string, given: readonly Document[], parentId: MessageId | null = null) {
  const documentIds = given.map((document) => document.id);
  const sent = await bench.generation.send({
    conversationId: id,
    parentId,
    text,
    documentIds,
    overflow: 'refuse',
  });
  const run = await bench.library.nextRun();
  await run.end('endToken');
  await bench.readAll(sent.replyId);
  return { ...sent, prompt: Buffer.from(run.request.prompt).toString() };
}

describe('what is attached to a draft', () => {
  it('is there in its order, with its text, and reads as it was written', async () => {
    const one = await add('one.txt', 'First.');
    const two = await add('two.txt', 'Second: été.');
    expect(draft()).toEqual([one, two]);
    expect(documents.get(two.id)).toEqual({ ...two, text: ['Second: été.'] });
    expect([findUnreadable(bench.folder.database), findChangedRows(bench.folder.database)]).toEqual([[], []]);
  });

  it('is the same document when the same file comes again, in another conversation too', async () => {
    const first = await add('one.txt', 'First.');
    await add('one.txt', 'First.');
    await add('one.txt', 'First.', bench.newConversation());
    expect([draft(), count('documents'), count('draft_documents')]).toEqual([[first], 1, 2]);
  });

  it('can be taken out and put back at its place', async () => {
    const a = await add('a.txt', 'a');
    const b = await add('b.txt', 'b');
    const c = await add('c.txt', 'c');
    documents.remove(id, b.id);
    expect(draft()).toEqual([a, c]);
    documents.putBack(id, b.id, 1);
    expect(draft()).toEqual([a, b, c]);
  });

  it('comes whole or not at all: a part that is missing, or a file that was given up, attaches nothing', async () => {
    const uploadId = randomUUID();
    documents.upload({ uploadId, offset: 0, bytes: new Uint8Array(4) });
    expect(await codeOf(() => documents.upload({ uploadId, offset: 5, bytes: new Uint8Array(1) }))).toBe(
      'file.expired',
    );
    const abort = new AbortController();
    const reading = createDocuments(bench);
    reading.upload({ uploadId, offset: 0, bytes: new TextEncoder().encode('a text') });
    const adding = reading.add({ conversationId: id, uploadId, name: 'a.txt' }, abort.signal);
    abort.abort(new Error('given up'));
    await expect(adding).rejects.toThrow('given up');
    expect(await codeOf(reading.add({ conversationId: id, uploadId, name: 'a.txt' }, undefined))).toBe(
      'file.expired',
    );
    expect(draft()).toEqual([]);
  });

  it('is refused by name when there is more text than a prompt holds, or more documents than a message', async () => {
    expect(await codeOf(add('long.txt', 'x'.repeat(3_900_001)))).toBe('document.tooLarge');
    for (let number = 0; number < 20; number++) await add(`${number}.txt`, `${number}`);
    expect(await codeOf(add('one-more.txt', 'more'))).toBe('document.tooMany');
    expect(draft()).toHaveLength(20);
  });
});

describe('a message that is sent with documents', () => {
  it('is read behind them, and they are no draft any more', async () => {
    const one = await add('report "1".txt', 'Sales rose.');
    const { userMessageId, prompt } = await send('Why?', [one]);
    expect(prompt).toBe(`<document name="report '1'.txt">\nSales rose.\n</document>\n\nWhy?|`);
    expect(draft()).toEqual([]);
    const sent = bench.conversations.get(id).messages.find((message) => message.id === userMessageId);
    expect(sent).toMatchObject({ text: 'Why?', documents: [one] });
  });

  it('is read with them again at the next question and when the reply is written again', async () => {
    const one = await add('one.txt', 'Fact.');
    const first = await send('Why?', [one]);
    const next = await send('And?', [], first.replyId);
    expect(next.prompt).toContain('Fact.');
    const { replyId } = await bench.generation.regenerate({
      conversationId: id,
      replyId: first.replyId,
      overflow: 'refuse',
    });
    const run = await bench.library.nextRun();
    expect(Buffer.from(run.request.prompt).toString()).toContain('Fact.');
    await run.end('endToken');
    await bench.readAll(replyId);
  });

  it('leaves what is being written alone when it is an edit with the same document', async () => {
    const one = await add('one.txt', 'Fact.');
    await send('Why?', [one]);
    await add('one.txt', 'Fact.');
    const edited = await send('Why now?', [one]);
    expect(edited.prompt).toContain('Fact.');
    expect(draft()).toEqual([one]);
  });

  it('is not sent when a document is not there any more', async () => {
    const gone = { ...(await add('one.txt', 'Fact.')), id: 'f'.repeat(64) as Document['id'] };
    const request = { conversationId: id, parentId: null, text: 'Why?', documentIds: [gone.id] };
    expect(await codeOf(bench.generation.send({ ...request, overflow: 'refuse' }))).toBe('document.notFound');
    expect(await codeOf(bench.generation.preview(request))).toBe('document.notFound');
    expect(count('messages')).toBe(0);
  });

  it('is counted with them before it is sent, and does not fit when they do not', async () => {
    const one = await add('one.txt', 'x'.repeat(2_000));
    const request = { conversationId: id, parentId: null, text: 'Why?', documentIds: [one.id] };
    const preview = await bench.generation.preview(request);
    expect(preview).toMatchObject({ fits: false, textTokens: 4 });
    expect(preview.promptTokens).toBeGreaterThan(2_000);
    expect(await codeOf(bench.generation.send({ ...request, overflow: 'cutOldest' }))).toBe(
      'generation.contextFull',
    );
    expect(draft()).toEqual([one]);
  });
});

it('a document goes with the last conversation that holds it, and not before', async () => {
  const other = bench.newConversation();
  const one = await add('one.txt', 'Fact.');
  await send('Why?', [one]);
  await add('one.txt', 'Fact.', other);
  const bin = createConversationBin({ ...bench, log: silentLog, now: Date.now });
  bench.conversations.delete(id);
  bin.purge(id);
  expect(documents.get(one.id).text).toEqual(['Fact.']);
  bench.conversations.delete(other);
  bin.purge(other);
  expect(['documents', 'document_pages', 'message_documents', 'draft_documents'].map(count)).toEqual([
    0, 0, 0, 0,
  ]);
});

it('a changed letter on a page, and a page that is missing, are noticed', async () => {
  const one = await add('one.txt', 'Fact.');
  const { database } = bench.folder;
  database.exec(`UPDATE document_pages SET text = 'Fake.'`);
  expect(findChangedRows(database)).toEqual([expect.stringMatching(/^page of a document /)]);
  database.exec('DELETE FROM document_pages');
  expect(findUnreadable(database)).toEqual([`document ${one.id}`]);
});
