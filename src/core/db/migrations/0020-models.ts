/**
 * Models, the files that hold them, and vocabularies. Runs in the core.
 *
 * A model is the content of a file (`id`: its SHA-256); `model_files` remembers which path held which content, so that
 * a file is read again only when its size or time changes. Files that are no model keep the error that says why.
 * Vocabularies stay when their model goes: traces are read with them.
 */
import type { Migration } from './migration.ts';

export const modelsMigration: Migration = {
  number: 20,
  name: 'models',
  up: (database) => {
    database.exec(`
      CREATE TABLE vocabularies (
        hash TEXT PRIMARY KEY NOT NULL,
        bytes BLOB NOT NULL,
        offsets BLOB NOT NULL,
        types BLOB NOT NULL,
        end_token_ids_json TEXT NOT NULL
      ) STRICT;

      CREATE TABLE models (
        id TEXT PRIMARY KEY NOT NULL,
        size_bytes INTEGER NOT NULL,
        summary_json TEXT NOT NULL,
        vocabulary_hash TEXT NOT NULL REFERENCES vocabularies (hash),
        load_settings_json TEXT NOT NULL,
        calibration_json TEXT,
        calibration_machine TEXT,
        added_at_ms INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE model_files (
        path TEXT PRIMARY KEY NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_at_ms REAL NOT NULL,
        model_id TEXT REFERENCES models (id) ON DELETE CASCADE,
        error_json TEXT,
        is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1)),
        CHECK ((model_id IS NULL) <> (error_json IS NULL))
      ) STRICT;
      CREATE INDEX model_files_by_model ON model_files (model_id);
    `);
  },
};
