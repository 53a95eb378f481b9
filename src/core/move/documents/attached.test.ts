/** Attached documents in files for people: named, with their text, and nothing in it acts. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConversationId, messageIdSchema } from '#contract/ids.ts';
import { type DataFolder, openDataFolder } from '../../db/open-data-folder.ts';
import { createStore, type Store } from '../../db/store.ts';
import { newConversation } from '../../db/testing/new-conversation.ts';
import { documentId } from '../../documents/document-id.ts';
import { exportParts } from '../export-parts.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
let id: ConversationId;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-attached-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
  const text = ['<script>alert(1)</script>', 'A fence: ````'];
  const about = { name: 'a <b>.pdf', format: 'pdf' as const, isPaged: true, sizeBytes: 1 };
  const document = { id: documentId(about, text), ...about, pages: 2, text };
  const messageId = messageIdSchema.parse(randomUUID());
  id = newConversation(store);
  store.transaction(() => {
    store.documents.insert(document);
    const place = { id: messageId, conversationId: id, parentId: null, createdAtMs: 1 };
    store.messages.insertUserMessage({ ...place, text: 'What is this?' });
    store.documents.attach(messageId, [document.id]);
    const conversation = store.conversations.find(id);
    if (conversation !== null) store.conversations.update({ ...conversation, leafId: messageId });
  });
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function written(format: 'md' | 'html', language: 'en' | 'fr'): string {
  const request = { conversationIds: [id], format, language, exportedBy: 'Prisme 1', nowMs: 0 };
  return Array.from(exportParts(store, request), ({ text }) => text).join('');
}

it('a page folds the text behind the name, page by page, before the message', () => {
  expect(written('html', 'fr')).toContain(
    `<details><summary>Document joint : a &lt;b&gt;.pdf</summary>
<h3>Page 1</h3>
<p class="plain">&lt;script&gt;alert(1)&lt;/script&gt;</p>
<h3>Page 2</h3>
<p class="plain">A fence: \`\`\`\`</p>
</details>
<p class="plain">What is this?</p>`,
  );
});

it('Markdown keeps the text between fences that nothing in it can close', () => {
  expect(written('md', 'en')).toContain(
    String.raw`**Attached document: a \<b\>.pdf**` +
      '\n\n`````text\n[Page 1]\n<script>alert(1)</script>\n\n[Page 2]\nA fence: ````\n`````\n\nWhat is this?',
  );
});
