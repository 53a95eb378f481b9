/** What is saved of folders and tags when rows that belong to them are lost. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderIdSchema } from '#contract/ids.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';
import { repairSalvaged } from './salvage-repair.ts';
import { createStore } from './store.ts';
import { newConversation } from './testing/new-conversation.ts';

it('a conversation of a lost folder is in none, a tag of a lost conversation goes, and nothing dangles', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-salvage-'));
  const database = openDatabase(join(dataDir, 'new.db'), { create: true });
  try {
    migrate(database, null, Date.now);
    database.pragma('foreign_keys = OFF');
    const store = createStore(database);
    const id = newConversation(store, { folderId: folderIdSchema.parse(randomUUID()) });
    store.conversationTags.set(id, [{ tag: 'Kept', folded: 'kept' }]);
    database.exec(`INSERT INTO conversation_tags (conversation_id, tag, folded) VALUES ('lost', 'x', 'x');
      INSERT INTO folders VALUES ('no id', 'x', 1, '', NULL, 0, 1, NULL)`);
    expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(false);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(store.conversations.find(id)?.folderId).toBeNull();
    expect([...store.conversationTags.all()]).toEqual([[id, ['Kept']]]);
    expect(store.folders.list()).toEqual([]);
    expect(database.transaction(() => repairSalvaged(database, randomUUID)).immediate()).toBe(true);
  } finally {
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
