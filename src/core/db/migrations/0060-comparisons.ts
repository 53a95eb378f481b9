/**
 * Comparisons, their prompts and their lanes; and whether a conversation is read in its model's template. Runs in the core.
 *
 * A lane is a conversation. Its row says how many of the comparison's prompts are answered (`turns_done`) and how it is
 * with the next one: the reply that was begun, whether it shall be written (`waiting`), and how often it was tried.
 */
import type { Migration } from './migration.ts';

export const comparisonsMigration: Migration = {
  number: 60,
  name: 'comparisons',
  up: (database) => {
    database.exec(`
      ALTER TABLE conversations ADD COLUMN template TEXT NOT NULL DEFAULT 'model' CHECK (template IN ('model', 'none'));

      CREATE TABLE comparisons (
        id TEXT PRIMARY KEY NOT NULL,
        title TEXT NOT NULL,
        draft TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        deleted_at_ms INTEGER
      ) STRICT;

      CREATE TABLE comparison_turns (
        id TEXT PRIMARY KEY NOT NULL,
        comparison_id TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        text TEXT NOT NULL,
        checksum INTEGER,
        UNIQUE (comparison_id, position)
      ) STRICT;

      CREATE TABLE comparison_lanes (
        conversation_id TEXT PRIMARY KEY NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        comparison_id TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        turns_done INTEGER NOT NULL CHECK (turns_done >= 0),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'stopped', 'failed')),
        reply_id TEXT REFERENCES messages (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        error_json TEXT
      ) STRICT;
      CREATE INDEX comparison_lanes_by_comparison ON comparison_lanes (comparison_id, position);
      CREATE INDEX comparison_lanes_by_reply ON comparison_lanes (reply_id);
    `);
  },
};
