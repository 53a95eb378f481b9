/**
 * Grids and their cells. Runs in the core.
 *
 * A cell has a row from the moment it is first begun: `attempts` counts how often it was begun without an end, `result_json`
 * is there once it has one. `checksum` stands for what SQLite's own check does not see, see row-checksum.ts.
 */
import type { Migration } from './migration.ts';

export const gridsMigration: Migration = {
  number: 70,
  name: 'grids',
  up: (database) => {
    database.exec(`
      CREATE TABLE grids (
        id TEXT PRIMARY KEY NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('reply', 'target', 'bitsPerByte')),
        first_prompt TEXT NOT NULL,
        prompts INTEGER NOT NULL CHECK (prompts >= 1),
        models INTEGER NOT NULL CHECK (models >= 1),
        total INTEGER NOT NULL CHECK (total >= 1),
        request_json TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'complete')),
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        deleted_at_ms INTEGER,
        checksum INTEGER
      ) STRICT;

      CREATE TABLE grid_cells (
        id TEXT PRIMARY KEY NOT NULL,
        grid_id TEXT NOT NULL REFERENCES grids (id) ON DELETE CASCADE,
        cell INTEGER NOT NULL CHECK (cell >= 0),
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        is_failed INTEGER NOT NULL CHECK (is_failed IN (0, 1)),
        result_json TEXT,
        checksum INTEGER,
        UNIQUE (grid_id, cell)
      ) STRICT;
    `);
  },
};
