/**
 * What a database holds of conversations, row by row, whatever the order in which it was written. Runs in tests only.
 */
import type { Database } from '../../db/open.ts';

/** Row numbers follow from the order of writing, and the order of keys in JSON says nothing. */
const tables: Readonly<Record<string, string>> = {
  conversations: 'id',
  conversation_tags: 'conversation_id, folded',
  messages: 'conversation_id, number',
  documents: 'id',
  document_pages: 'document_id, page',
  message_documents: 'message_id, position',
  draft_documents: 'conversation_id, position',
  forks: 'message_id',
  traces: 'message_id',
  trace_chunks: 'message_id, first_token',
  prompt_scores: 'message_id',
  prompt_score_chunks: 'message_id, first_token',
  vocabularies: 'hash',
};

export function rowsOf(database: Database): Record<string, unknown[]> {
  const folders = new Map(database.prepare<[], [string, string]>('SELECT id, name FROM folders').raw().all());
  return Object.fromEntries(
    Object.entries(tables).map(([table, order]) => [
      table,
      database
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`)
        .all()
        .map((row) => comparable(row, folders)),
    ]),
  );
}

/** A folder goes by its name: another database has one of its own. */
function comparable(
  { number: _number, checksum: _checksum, ...row }: Record<string, unknown>,
  folders: ReadonlyMap<string, string>,
): unknown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name === 'folder_id' && typeof value === 'string') return [name, folders.get(value)];
      if (name.endsWith('_json') && typeof value === 'string') return [name, JSON.parse(value)];
      return [name, Buffer.isBuffer(value) ? value.toString('base64') : value];
    }),
  );
}
