/**
 * A checksum beside every conversation, the beginning of every trace, and every vocabulary. Runs in the core.
 *
 * CRC-32 over what row-checksum.ts says. Rows from before have none and are read unchecked; a conversation gets its own
 * when it is next written.
 */
import type { Migration } from './migration.ts';

export const rowChecksumsMigration: Migration = {
  number: 50,
  name: 'row-checksums',
  up: (database) => {
    database.exec(`
      ALTER TABLE conversations ADD COLUMN checksum INTEGER;
      ALTER TABLE traces ADD COLUMN checksum INTEGER;
      ALTER TABLE vocabularies ADD COLUMN checksum INTEGER;
    `);
  },
};
