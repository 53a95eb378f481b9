/**
 * Documents attached to messages, and to what is being written. Runs in the core.
 *
 * Kept is the text by page, not the file. A document's id follows from its name and text, so the same one is stored once,
 * however many messages hold it; one that nothing holds is removed (db/documents.ts). The full-text index refers to
 * `document_pages.number` and is kept as that of the messages is (0130-search.ts).
 */
import type { Migration } from './migration.ts';

const tables = `
  CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    is_paged INTEGER NOT NULL CHECK (is_paged IN (0, 1)),
    page_count INTEGER NOT NULL CHECK (page_count > 0),
    size_bytes INTEGER NOT NULL,
    checksum INTEGER
  ) STRICT;

  CREATE TABLE document_pages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    page INTEGER NOT NULL CHECK (page > 0),
    text TEXT NOT NULL,
    checksum INTEGER,
    UNIQUE (document_id, page)
  ) STRICT;

  CREATE TABLE message_documents (
    number INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    document_id TEXT NOT NULL REFERENCES documents (id),
    checksum INTEGER,
    UNIQUE (message_id, position)
  ) STRICT;
  CREATE INDEX message_documents_by_document ON message_documents (document_id);

  CREATE TABLE draft_documents (
    number INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    document_id TEXT NOT NULL REFERENCES documents (id),
    checksum INTEGER,
    UNIQUE (conversation_id, position)
  ) STRICT;
  CREATE INDEX draft_documents_by_document ON draft_documents (document_id);
`;

const index = `
  CREATE VIRTUAL TABLE document_search USING fts5(
    text, content = 'document_pages', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6'
  );
  INSERT INTO document_search (document_search, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER document_search_insert AFTER INSERT ON document_pages BEGIN
    INSERT INTO document_search (rowid, text) VALUES (new.number, new.text);
  END;
  CREATE TRIGGER document_search_delete AFTER DELETE ON document_pages BEGIN
    INSERT INTO document_search (document_search, rowid, text) VALUES ('delete', old.number, old.text);
  END;
  CREATE TRIGGER document_search_update AFTER UPDATE OF text ON document_pages WHEN new.text IS NOT old.text BEGIN
    INSERT INTO document_search (document_search, rowid, text) VALUES ('delete', old.number, old.text);
    INSERT INTO document_search (rowid, text) VALUES (new.number, new.text);
  END;
`;

export const documentsMigration: Migration = {
  number: 160,
  name: 'documents',
  up: (database) => void database.exec(tables + index),
};
