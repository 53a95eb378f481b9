/**
 * The most memory that models held at once. Runs in the core.
 *
 * A row is a file with the settings that it was loaded with (`settings_key`, made by core/models): the next time, what was
 * measured takes the place of the estimate.
 */
import type { Migration } from './migration.ts';

export const memoryPeaksMigration: Migration = {
  number: 110,
  name: 'memory-peaks',
  up: (database) => {
    database.exec(`
      CREATE TABLE memory_peaks (
        model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
        settings_key TEXT NOT NULL,
        peak_bytes INTEGER NOT NULL CHECK (peak_bytes > 0),
        measured_at_ms INTEGER NOT NULL,
        PRIMARY KEY (model_id, settings_key)
      ) STRICT;
    `);
  },
};
