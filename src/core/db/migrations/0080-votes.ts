/**
 * Blind votes. Runs in the core.
 *
 * A row is a round: a comparison of two lanes, which of them is A (drawn when it began), and the vote once there is one.
 * `revealed_at_ms` is null as long as the names are hidden, and never becomes null again. Models are named here too, because
 * a rating outlives the files. The answers are those that were voted on, whatever becomes of the lanes later.
 */
import type { Migration } from './migration.ts';

export const votesMigration: Migration = {
  number: 80,
  name: 'votes',
  up: (database) => {
    database.exec(`
      CREATE TABLE votes (
        comparison_id TEXT PRIMARY KEY NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
        folder TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        a_lane_id TEXT NOT NULL,
        b_lane_id TEXT NOT NULL,
        a_model_id TEXT NOT NULL,
        b_model_id TEXT NOT NULL,
        a_model_name TEXT NOT NULL,
        b_model_name TEXT NOT NULL,
        a_reply_id TEXT,
        b_reply_id TEXT,
        choice TEXT CHECK (choice IN ('a', 'b', 'tie', 'bothBad')),
        voted_at_ms INTEGER,
        revealed_at_ms INTEGER,
        taken_back INTEGER NOT NULL CHECK (taken_back IN (0, 1)),
        deleted_at_ms INTEGER,
        checksum INTEGER,
        CHECK ((choice IS NULL) = (voted_at_ms IS NULL)),
        CHECK (choice IS NULL OR revealed_at_ms IS NOT NULL)
      ) STRICT;
      CREATE INDEX votes_hidden ON votes (comparison_id) WHERE revealed_at_ms IS NULL;
    `);
  },
};
