/** What is saved of documents when rows that belong to them are lost. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentIdSchema, messageIdSchema } from '#contract/ids.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';
import { findChangedRows } from './row-checksum.ts';
import { repairSalvaged } from './salvage-repair.ts';
import { createStore } from './store.ts';
import { newConversation } from './testing/new-conversation.ts';
import { findUnreadable } from './unreadable.ts';

it('pages that are left stay with their document, what lost its document or its message goes, and nothing dangles', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-salvage-'));
  const database = openDatabase(join(dataDir, 'new.db'), { create: true });
  try {
    migrate(database, null, Date.now);
    database.pragma('foreign_keys = OFF');
    const store = createStore(database);
    const conversationId = newConversation(store);
    const messageId = messageIdSchema.parse(randomUUID());
    store.messages.insertUserMessage({
      id: messageId,
      conversationId,
      parentId: null,
      text: 'x',
      createdAtMs: 1,
    });
    const conversation = store.conversations.find(conversationId);
    if (conversation !== null) store.conversations.update({ ...conversation, leafId: messageId });
    const [kept, lost] = ['a', 'b'].map((letter) => documentIdSchema.parse(letter.repeat(64)));
    if (kept === undefined || lost === undefined) throw new Error('none');
    for (const id of [kept, lost]) {
      const about = { id, name: 'r.pdf', format: 'pdf' as const, isPaged: true, pages: 3, sizeBytes: 1 };
      store.documents.insert({ ...about, text: ['one', 'two', 'three'] });
    }
    store.documents.attach(messageId, [kept, lost]);
    store.documents.setDraft(conversationId, [lost, kept]);
    expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(true);
    database.exec(`DELETE FROM document_pages WHERE document_id = '${kept}' AND page = 2;
      DELETE FROM documents WHERE id = '${lost}';
      UPDATE message_documents SET message_id = 'gone' WHERE position = 1`);
    expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(false);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(store.documents.find(kept)).toMatchObject({ pages: 2, text: ['one', 'three'] });
    expect(store.messages.find(messageId)?.documents.map(({ id }) => id)).toEqual([kept]);
    expect(store.documents.ofDraft(conversationId).map(({ id }) => id)).toEqual([kept]);
    expect([findUnreadable(database), findChangedRows(database)]).toEqual([[], []]);
    expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(true);
  } finally {
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
