/**
 * Makes sense of summaries that were saved from a damaged database. Runs in the core, in the transaction of salvage-repair.ts. What
 * covers messages that are gone, or cannot be read, is left out: the messages themselves are what is kept.
 */
import { messageIdSchema, summaryIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';
import { succeeds } from './succeeds.ts';
import { createSummaryTable } from './summaries.ts';

export function repairSummaries(database: Database): void {
  // A summary belongs where its messages are, whatever became of the conversation's id.
  database.exec(`
    DELETE FROM summaries WHERE last_message_id NOT IN (SELECT id FROM messages);
    UPDATE summaries SET conversation_id = (SELECT conversation_id FROM messages WHERE id = last_message_id)
      WHERE conversation_id <> (SELECT conversation_id FROM messages WHERE id = last_message_id);
  `);
  const table = createSummaryTable(database);
  forget(database, 'summaries', 'id', (id) => table.find(summaryIdSchema.parse(id)) !== null);
  database.exec(`
    DELETE FROM summary_reads WHERE message_id NOT IN (SELECT id FROM messages);
    UPDATE summary_reads SET summary_id = NULL WHERE summary_id NOT IN (SELECT id FROM summaries);
  `);
  forget(database, 'summary_reads', 'message_id', (id) => table.read(messageIdSchema.parse(id)) !== null);
}

/** Deletes what cannot be read as the app reads it. */
function forget(database: Database, table: string, column: string, read: (id: string) => boolean): void {
  const remove = database.prepare<[string]>(`DELETE FROM ${table} WHERE ${column} = ?`);
  const ids = database.prepare<[], { id: string }>(`SELECT ${column} AS id FROM ${table}`).all();
  for (const { id } of ids) if (!succeeds(() => read(id))) remove.run(id);
}
