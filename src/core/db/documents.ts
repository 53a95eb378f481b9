/**
 * The tables of documents: their text by page, and which message or draft holds which. Runs in the core. Knows rows, not
 * rules; a document's rows are never changed.
 */
import { z } from 'zod';
import { documentFormatSchema } from '#contract/document-text.ts';
import { type Document, documentSchema } from '#contract/documents.ts';
import { type ConversationId, type DocumentId, documentIdSchema, type MessageId } from '#contract/ids.ts';
import { incomingMark } from './conversations.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

export type DocumentRecord = Document & {
  /** Page by page. */
  readonly text: readonly string[];
};

export type DocumentTable = {
  /** Does nothing when one of this id is there: it has the same content. */
  insert(document: DocumentRecord): void;
  /** Null: there is none, or pages of it are missing. */
  find(id: DocumentId): DocumentRecord | null;
  /** In their order. */
  ofDraft(conversationId: ConversationId): Document[];
  /** These take the place of all that the draft held. */
  setDraft(conversationId: ConversationId, ids: readonly DocumentId[]): void;
  /** To a message that holds none. */
  attach(messageId: MessageId, ids: readonly DocumentId[]): void;
  /** The same documents for the copy of a message. */
  copy(from: MessageId, to: MessageId): void;
  /** Removes documents that neither a message nor a draft holds; none while an import is being written, whose messages may follow. */
  removeUnheld(): void;
};

type Row = {
  id: string;
  name: string;
  format: string;
  is_paged: number;
  page_count: number;
  size_bytes: number;
};
type Checked = { checksum: number };
type PageRow = { document_id: string; page: number; text: string };
type HeldRow = { message_id: string; position: number; document_id: string };
type DraftRow = { conversation_id: string; position: number; document_id: string };

/** The documents of a message `m`, as one column. */
export const documentsColumn = `(SELECT json_group_array(json_object('id', d.id, 'name', d.name, 'format', d.format,
    'isPaged', json(iif(d.is_paged, 'true', 'false')), 'pages', d.page_count, 'sizeBytes', d.size_bytes) ORDER BY h.position)
  FROM message_documents h JOIN documents d ON d.id = h.document_id WHERE h.message_id = m.id) AS documents_json`;

const documentsSchema = z.array(documentSchema);

/** @param json of `documentsColumn` */
export function documentsFromColumn(json: string): Document[] {
  return json === '[]' ? [] : readJson(documentsSchema, json);
}

export function createDocumentTable(database: Database): DocumentTable {
  const statements = prepare(database);
  return {
    insert: (document) => insert(statements, document),
    find: (id) => find(statements, id),
    ofDraft: (conversationId) => statements.ofDraft.all(conversationId).map(fromRow),
    setDraft: (conversationId, ids) => {
      statements.clearDraft.run(conversationId);
      for (const [position, id] of ids.entries()) {
        const row = { conversation_id: conversationId, position, document_id: id };
        statements.insertDraft.run({ ...row, checksum: rowChecksum('draft_documents', row) });
      }
    },
    attach: (messageId, ids) => attach(statements, messageId, ids),
    copy: (from, to) => {
      const ids = statements.held.all(from).map((row) => documentIdSchema.parse(row.document_id));
      attach(statements, to, ids);
    },
    removeUnheld: () => void statements.removeUnheld.run(),
  };
}

type Statements = ReturnType<typeof prepare>;

function insert({ insert: insertDocument, insertPage }: Statements, document: DocumentRecord): void {
  const row = {
    ...{ id: document.id, name: document.name, format: document.format, is_paged: document.isPaged ? 1 : 0 },
    ...{ page_count: document.text.length, size_bytes: document.sizeBytes },
  };
  const { changes } = insertDocument.run({ ...row, checksum: rowChecksum('documents', row) });
  if (changes === 0) return;
  for (const [index, text] of document.text.entries()) {
    const page = { document_id: document.id, page: index + 1, text };
    insertPage.run({ ...page, checksum: rowChecksum('document_pages', page) });
  }
}

function find(statements: Statements, id: DocumentId): DocumentRecord | null {
  const row = statements.find.get(id);
  if (row === undefined) return null;
  const text = statements.pages.all(id).map((page) => page.text);
  return text.length === row.page_count ? { ...fromRow(row), text } : null;
}

function attach({ insertHeld }: Statements, messageId: MessageId, ids: readonly DocumentId[]): void {
  for (const [position, id] of ids.entries()) {
    const row = { message_id: messageId, position, document_id: id };
    insertHeld.run({ ...row, checksum: rowChecksum('message_documents', row) });
  }
}

const columns = 'd.id, d.name, d.format, d.is_paged, d.page_count, d.size_bytes';

function prepare(database: Database) {
  return {
    insert: database.prepare<[Row & Checked]>(
      `INSERT INTO documents (id, name, format, is_paged, page_count, size_bytes, checksum)
       VALUES (@id, @name, @format, @is_paged, @page_count, @size_bytes, @checksum) ON CONFLICT (id) DO NOTHING`,
    ),
    insertPage: database.prepare<[PageRow & Checked]>(
      `INSERT INTO document_pages (document_id, page, text, checksum) VALUES (@document_id, @page, @text, @checksum)`,
    ),
    find: database.prepare<[string], Row>(`SELECT ${columns} FROM documents d WHERE d.id = ?`),
    pages: database.prepare<[string], { text: string }>(
      'SELECT text FROM document_pages WHERE document_id = ? ORDER BY page',
    ),
    ofDraft: database.prepare<[string], Row>(
      `SELECT ${columns} FROM draft_documents h JOIN documents d ON d.id = h.document_id
       WHERE h.conversation_id = ? ORDER BY h.position`,
    ),
    clearDraft: database.prepare<[string]>('DELETE FROM draft_documents WHERE conversation_id = ?'),
    insertDraft: database.prepare<[DraftRow & Checked]>(
      `INSERT INTO draft_documents (conversation_id, position, document_id, checksum)
       VALUES (@conversation_id, @position, @document_id, @checksum)`,
    ),
    held: database.prepare<[string], { document_id: string }>(
      'SELECT document_id FROM message_documents WHERE message_id = ? ORDER BY position',
    ),
    insertHeld: database.prepare<[HeldRow & Checked]>(
      `INSERT INTO message_documents (message_id, position, document_id, checksum)
       VALUES (@message_id, @position, @document_id, @checksum)`,
    ),
    removeUnheld: database.prepare(
      `DELETE FROM documents WHERE id NOT IN (SELECT document_id FROM message_documents)
         AND id NOT IN (SELECT document_id FROM draft_documents)
         AND NOT EXISTS (SELECT 1 FROM conversations WHERE deleted_at_ms = ${incomingMark})`,
    ),
  };
}

function fromRow(row: Row): Document {
  return {
    id: documentIdSchema.parse(row.id),
    name: row.name,
    format: documentFormatSchema.parse(row.format),
    isPaged: row.is_paged === 1,
    pages: row.page_count,
    sizeBytes: row.size_bytes,
  };
}
