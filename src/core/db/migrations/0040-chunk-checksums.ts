/**
 * A checksum beside every stored run of captured steps. Runs in the core.
 *
 * CRC-32 over what chunk-checksum.ts says. Runs from before have none: they are read unchecked, because filling them in
 * would rewrite most of a large database.
 */
import type { Migration } from './migration.ts';

export const chunkChecksumsMigration: Migration = {
  number: 40,
  name: 'chunk-checksums',
  up: (database) => {
    database.exec(`
      ALTER TABLE trace_chunks ADD COLUMN checksum INTEGER;
      ALTER TABLE prompt_score_chunks ADD COLUMN checksum INTEGER;
    `);
  },
};
