/**
 * What keeps many conversations in order: folders, tags, the archive, and who gave a conversation its title. Runs in the core.
 *
 * A deleted folder keeps its row, and its conversations their `folder_id`, as long as deleting it can be undone; it counts
 * as none meanwhile. `folded` is a tag without case and accents: what two tags are compared by. Titles from before are taken
 * for a person's own, so that nothing ever overwrites them.
 */
import type { Migration } from './migration.ts';

export const organiseMigration: Migration = {
  number: 140,
  name: 'organise',
  up: (database) => {
    database.exec(`
      CREATE TABLE folders (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        system_prompt TEXT NOT NULL,
        model_id TEXT,
        is_collapsed INTEGER NOT NULL CHECK (is_collapsed IN (0, 1)),
        created_at_ms INTEGER NOT NULL,
        deleted_at_ms INTEGER
      ) STRICT;

      ALTER TABLE conversations ADD COLUMN folder_id TEXT REFERENCES folders (id) ON DELETE SET NULL;
      ALTER TABLE conversations ADD COLUMN archived_at_ms INTEGER;
      ALTER TABLE conversations ADD COLUMN title_by TEXT NOT NULL DEFAULT 'person'
        CHECK (title_by IN ('beginning', 'model', 'person'));
      CREATE INDEX conversations_by_folder ON conversations (folder_id) WHERE folder_id IS NOT NULL;
      CREATE INDEX conversations_archived ON conversations (archived_at_ms) WHERE archived_at_ms IS NOT NULL;
      CREATE INDEX conversations_binned ON conversations (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;

      CREATE TABLE conversation_tags (
        number INTEGER PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        folded TEXT NOT NULL,
        UNIQUE (conversation_id, folded)
      ) STRICT;
      CREATE INDEX conversation_tags_by_tag ON conversation_tags (folded);
    `);
  },
};
