/**
 * Downloads of models. Runs in the core.
 *
 * A row is a decision: what is to be here, and whether it is to go on. How much has arrived stands beside the file that
 * grows (core/downloads/part-file.ts). `reason_json` says why it is paused, what failed, or which model it became.
 */
import type { Migration } from './migration.ts';

export const downloadsMigration: Migration = {
  number: 90,
  name: 'downloads',
  up: (database) => {
    database.exec(`
      CREATE TABLE downloads (
        id TEXT PRIMARY KEY NOT NULL,
        repository TEXT NOT NULL,
        revision TEXT NOT NULL,
        files_json TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'failed', 'complete')),
        reason_json TEXT NOT NULL,
        has_started_again INTEGER NOT NULL CHECK (has_started_again IN (0, 1)),
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
