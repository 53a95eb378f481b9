/**
 * The prompt library. Runs in the core.
 *
 * `name_folded` and `command_folded` are without case and accents: what two of them are compared by. A deleted prompt keeps its
 * row as long as deleting it can be undone; its name and command are free meanwhile.
 */
import type { Migration } from './migration.ts';

export const promptsMigration: Migration = {
  number: 170,
  name: 'prompts',
  up: (database) => {
    database.exec(`
      CREATE TABLE prompts (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        command TEXT NOT NULL,
        command_folded TEXT NOT NULL,
        description TEXT NOT NULL,
        text TEXT NOT NULL,
        times_used INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        deleted_at_ms INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX prompts_by_name ON prompts (name_folded) WHERE deleted_at_ms IS NULL;
      CREATE UNIQUE INDEX prompts_by_command ON prompts (command_folded) WHERE deleted_at_ms IS NULL;
    `);
  },
};
