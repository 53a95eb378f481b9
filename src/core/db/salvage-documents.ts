/**
 * Makes sense of documents that were saved from a damaged database. Runs in the core, in the transaction of salvage-repair.ts.
 * A page that can still be read is never left out as long as its document is known.
 */
import { documentIdSchema } from '#contract/ids.ts';
import { createDocumentTable } from './documents.ts';
import type { Database } from './open.ts';
import { succeeds } from './succeeds.ts';

export function repairDocuments(database: Database): void {
  database.exec(`
    DELETE FROM document_pages WHERE document_id NOT IN (SELECT id FROM documents);
    DELETE FROM documents WHERE id NOT IN (SELECT document_id FROM document_pages);
  `);
  // Where pages are lost the others move up: a document says how many it has.
  const count = '(SELECT count(*) FROM document_pages p WHERE p.document_id = documents.id)';
  database.exec(`UPDATE documents SET page_count = ${count} WHERE page_count <> ${count}`);
  const table = createDocumentTable(database);
  const remove = ['document_pages WHERE document_id', 'documents WHERE id'].map((place) =>
    database.prepare<[string]>(`DELETE FROM ${place} = ?`),
  );
  for (const { id } of database.prepare<[], { id: string }>('SELECT id FROM documents').all())
    if (!succeeds(() => table.find(documentIdSchema.parse(id))))
      for (const statement of remove) statement.run(id);
  database.exec(`
    DELETE FROM message_documents WHERE message_id NOT IN (SELECT id FROM messages)
      OR document_id NOT IN (SELECT id FROM documents);
    DELETE FROM draft_documents WHERE conversation_id NOT IN (SELECT id FROM conversations)
      OR document_id NOT IN (SELECT id FROM documents);
  `);
}
