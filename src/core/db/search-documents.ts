/**
 * Looks words up in the full-text index of documents, for the messages that hold them. Runs in the core. Reads only; search.ts
 * decides which messages may be shown.
 */
import { type DocumentId, documentIdSchema } from '#contract/ids.ts';
import { mostPagesOfDocument, mostPagesOfMessage } from '#contract/search.ts';
import { boundRowid } from './bound-rowid.ts';
import type { Database } from './open.ts';

export type FoundDocument = {
  readonly id: DocumentId;
  readonly name: string;
  /** From 1; null: the file has no pages of its own. */
  readonly page: number | null;
};

export type FoundPage = { readonly document: FoundDocument; readonly passage: string };

/** Numbers of messages with a document in which something matches, for a list of candidates. */
export const matchingDocuments = `SELECT m.number FROM document_search s JOIN document_pages p ON p.number = s.rowid
  JOIN message_documents h ON h.document_id = p.document_id JOIN messages m ON m.id = h.message_id
  WHERE document_search MATCH @match AND m.number < @before`;

type Row = {
  message: number;
  number: number;
  document_id: string;
  name: string;
  is_paged: number;
  page: number;
};
type Marks = { readonly start: string; readonly end: string; readonly words: number };

/** @returns for each message that has any, its first matching pages */
export function prepareDocumentSearch(
  database: Database,
  { start, end, words }: Marks,
): (match: string, messages: readonly number[]) => ReadonlyMap<number, readonly FoundPage[]> {
  const pages = database.prepare<[{ match: string; messages: string }], Row>(
    `SELECT m.number AS message, p.number, p.document_id, d.name, d.is_paged, p.page
     FROM document_search s JOIN document_pages p ON p.number = s.rowid JOIN documents d ON d.id = p.document_id
       JOIN message_documents h ON h.document_id = p.document_id JOIN messages m ON m.id = h.message_id
     WHERE document_search MATCH @match AND m.number IN (SELECT value FROM json_each(@messages))
     ORDER BY h.position, p.page`,
  );
  const snippet = database
    .prepare<[string, string, number, string, number], string>(
      `SELECT snippet(document_search, 0, ?, ?, '…', ?) FROM document_search
       WHERE document_search MATCH ? AND rowid = ${boundRowid}`,
    )
    .pluck();
  return (match, messages) => {
    const found = new Map<number, FoundPage[]>();
    if (messages.length === 0) return found;
    const rows = pages.all({ match, messages: JSON.stringify(messages) });
    for (const row of rows) {
      const known = found.get(row.message) ?? [];
      const inDocument = known.filter(({ document }) => document.id === row.document_id);
      if (known.length === mostPagesOfMessage || inDocument.length === mostPagesOfDocument) continue;
      const passage = snippet.get(start, end, words, match, row.number) ?? '';
      found.set(row.message, [...known, { document: documentOf(row), passage }]);
    }
    return found;
  };
}

const documentOf = (row: Row): FoundDocument => ({
  id: documentIdSchema.parse(row.document_id),
  name: row.name,
  page: row.is_paged === 1 ? row.page : null,
});
