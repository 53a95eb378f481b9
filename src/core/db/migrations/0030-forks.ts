/**
 * Where replies left other ones. Runs in the core.
 *
 * `position` counts the tokens before the place, in the other reply or in its prompt (`target`). `token_ids` are the
 * tokens that a person put there, as little-endian u32; `logprob` is ln of their raw probability together, in nats,
 * null until it is known.
 */
import type { Migration } from './migration.ts';

export const forksMigration: Migration = {
  number: 30,
  name: 'forks',
  up: (database) => {
    database.exec(`
      CREATE TABLE forks (
        message_id TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        source_id TEXT REFERENCES messages (id) ON DELETE SET NULL,
        target TEXT NOT NULL CHECK (target IN ('reply', 'prompt')),
        position INTEGER NOT NULL CHECK (position >= 0),
        token_ids BLOB NOT NULL,
        text TEXT NOT NULL,
        logprob REAL CHECK (logprob <= 0)
      ) STRICT;
      CREATE INDEX forks_by_source ON forks (source_id);
    `);
  },
};
