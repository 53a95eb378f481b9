/**
 * Summaries of the oldest messages of a branch, and which replies read one or were to. Runs in the core.
 *
 * A summary covers the branch from its root to `last_message_id`: messages never move, so the way there says which they are.
 * `text` is never changed. A reply that has read nothing but messages, and was not to, has no row.
 */
import type { Migration } from './migration.ts';

export const summariesMigration: Migration = {
  number: 200,
  name: 'summaries',
  up: (database) => {
    database.exec(`
      CREATE TABLE summaries (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        last_message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        message_count INTEGER NOT NULL,
        text TEXT NOT NULL,
        model_id TEXT NOT NULL,
        model_name TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        is_edited INTEGER NOT NULL CHECK (is_edited IN (0, 1)),
        tokens INTEGER,
        state TEXT NOT NULL CHECK (state IN ('current', 'replaced', 'dropped')),
        checksum INTEGER
      ) STRICT;
      CREATE INDEX summaries_by_conversation ON summaries (conversation_id);
      CREATE INDEX summaries_by_message ON summaries (last_message_id);

      CREATE TABLE summary_reads (
        message_id TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        summary_id TEXT REFERENCES summaries (id) ON DELETE SET NULL,
        failure TEXT
      ) STRICT;
      CREATE INDEX summary_reads_by_summary ON summary_reads (summary_id) WHERE summary_id IS NOT NULL;
    `);
  },
};
