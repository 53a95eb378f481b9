/**
 * Where models lie. Runs in the core.
 *
 * `file_key` (device and inode) tells a file that was moved from one that was copied. `replaced_models`: the model whose
 * path holds something else now. `model_folders`: folders that a person switched on or off beyond those of the start.
 * `binned_models`: files that were deleted and can still be put back; the row is written before the file is moved.
 */
import type { Migration } from './migration.ts';

export const modelPlacesMigration: Migration = {
  number: 100,
  name: 'model-places',
  up: (database) => {
    database.exec(`
      ALTER TABLE model_files ADD COLUMN file_key TEXT;

      CREATE TABLE replaced_models (
        model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        PRIMARY KEY (model_id, path)
      ) STRICT;

      CREATE TABLE model_folders (
        path TEXT PRIMARY KEY NOT NULL,
        is_watched INTEGER NOT NULL CHECK (is_watched IN (0, 1))
      ) STRICT;

      CREATE TABLE binned_models (
        id TEXT PRIMARY KEY NOT NULL,
        model_id TEXT NOT NULL,
        path TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_at_ms REAL NOT NULL,
        file_key TEXT,
        deleted_at_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
