/**
 * Presets, and which one a conversation's values came from. Runs in the core. A deleted preset keeps its row as long as deleting
 * it can be undone; it counts as none meanwhile. The model's name stands beside its id for where the file is gone.
 */
import type { Migration } from './migration.ts';

export const presetsMigration: Migration = {
  number: 190,
  name: 'presets',
  up: (database) => {
    database.exec(`
      CREATE TABLE presets (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        model_id TEXT,
        model_name TEXT NOT NULL DEFAULT '',
        system_prompt TEXT NOT NULL,
        settings_json TEXT NOT NULL,
        template TEXT NOT NULL,
        context_strategy TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        deleted_at_ms INTEGER,
        checksum INTEGER
      ) STRICT;

      ALTER TABLE conversations ADD COLUMN preset_id TEXT REFERENCES presets (id) ON DELETE SET NULL;
      CREATE INDEX conversations_by_preset ON conversations (preset_id) WHERE preset_id IS NOT NULL;
    `);
  },
};
