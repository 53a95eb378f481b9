/**
 * Conversations, their messages, the token traces and the app's settings. Runs in the core.
 *
 * `messages.number` is an integer key of its own, so that a full-text index can refer to it. Times are milliseconds
 * since 1970; `*_json` columns are read with the schemas of src/contract. `deleted_at_ms`: in the bin since then.
 */
import type { Migration } from './migration.ts';

const conversationTables = `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1)),
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    deleted_at_ms INTEGER,
    system_prompt TEXT NOT NULL,
    settings_json TEXT NOT NULL,
    model_id TEXT,
    draft TEXT NOT NULL DEFAULT '',
    leaf_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED
  ) STRICT;
  CREATE INDEX conversations_by_update ON conversations (is_pinned, updated_at_ms) WHERE deleted_at_ms IS NULL;

  CREATE TABLE messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES messages (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    text TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('complete', 'streaming')),
    finish_reason TEXT,
    error_json TEXT,
    stats_json TEXT,
    model_id TEXT,
    model_name TEXT,
    settings_json TEXT,
    seed INTEGER,
    cut_ids_json TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  CREATE INDEX messages_by_conversation ON messages (conversation_id, number);
  CREATE INDEX messages_by_parent ON messages (parent_id);
  CREATE INDEX messages_streaming ON messages (number) WHERE state = 'streaming';
`;

const traceTables = `
  CREATE TABLE traces (
    message_id TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    model_id TEXT NOT NULL,
    model_name TEXT NOT NULL,
    vocabulary_hash TEXT NOT NULL,
    vocabulary_size INTEGER NOT NULL,
    end_token_ids_json TEXT NOT NULL,
    profile_json TEXT NOT NULL,
    settings_json TEXT NOT NULL,
    seed INTEGER NOT NULL,
    prompt_ids BLOB NOT NULL,
    prompt_spans_json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE trace_chunks (
    number INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES traces (message_id) ON DELETE CASCADE,
    first_token INTEGER NOT NULL,
    token_count INTEGER NOT NULL CHECK (token_count > 0),
    steps BLOB NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (message_id, first_token)
  ) STRICT;

  CREATE TABLE prompt_scores (
    message_id TEXT PRIMARY KEY NOT NULL REFERENCES traces (message_id) ON DELETE CASCADE,
    profile_json TEXT NOT NULL,
    scored_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE prompt_score_chunks (
    message_id TEXT NOT NULL REFERENCES prompt_scores (message_id) ON DELETE CASCADE,
    first_token INTEGER NOT NULL,
    token_count INTEGER NOT NULL CHECK (token_count > 0),
    steps BLOB NOT NULL,
    PRIMARY KEY (message_id, first_token)
  ) STRICT;
`;

const settingTable = `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value_json TEXT NOT NULL
  ) STRICT;
`;

export const conversationsMigration: Migration = {
  number: 10,
  name: 'conversations',
  up: (database) => void database.exec(conversationTables + traceTables + settingTable),
};
