/**
 * How a reply begins, where a person says so: what is being typed as the beginning of the next one, and, as a fork of its own
 * kind (`start`), what a reply was begun with. Runs in the core. The table of forks is made again because SQLite changes no
 * CHECK; nothing refers to it.
 */
import type { Migration } from './migration.ts';

export const replyBeginningMigration: Migration = {
  number: 180,
  name: 'reply-beginning',
  up: (database) => {
    database.exec(`
      ALTER TABLE conversations ADD COLUMN reply_beginning TEXT NOT NULL DEFAULT '';

      CREATE TABLE new_forks (
        message_id TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        source_id TEXT REFERENCES messages (id) ON DELETE SET NULL,
        target TEXT NOT NULL CHECK (target IN ('reply', 'prompt', 'start')),
        position INTEGER NOT NULL CHECK (position >= 0),
        token_ids BLOB NOT NULL,
        text TEXT NOT NULL,
        logprob REAL CHECK (logprob <= 0)
      ) STRICT;
      INSERT INTO new_forks (message_id, source_id, target, position, token_ids, text, logprob)
        SELECT message_id, source_id, target, position, token_ids, text, logprob FROM forks;
      DROP TABLE forks;
      ALTER TABLE new_forks RENAME TO forks;
      CREATE INDEX forks_by_source ON forks (source_id);
    `);
  },
};
