/**
 * The checksum of a row whose values nothing else guards: SQLite sees structure, not a changed letter in a title or a
 * changed token of a prompt. Runs in the core. Messages have a hash of their own, and so have the runs of a trace.
 */
import { crc32 } from 'node:zlib';
import type { Database } from './open.ts';

type Value = string | number | Uint8Array | null;

/** The columns that are checked, in the order in which they are read. What changes by itself later is not among them. */
const checked = {
  conversations: [
    ...['title', 'is_pinned', 'created_at_ms', 'updated_at_ms', 'deleted_at_ms', 'system_prompt'],
    ...['settings_json', 'model_id', 'draft', 'leaf_id'],
  ],
  traces: [
    ...[
      'model_id',
      'model_name',
      'vocabulary_hash',
      'vocabulary_size',
      'end_token_ids_json',
      'settings_json',
    ],
    ...['seed', 'prompt_ids', 'prompt_spans_json'],
  ],
  summaries: [
    ...['id', 'conversation_id', 'last_message_id', 'message_count', 'text', 'model_id', 'model_name'],
    ...['created_at_ms', 'is_edited', 'tokens'],
  ],
  vocabularies: ['bytes', 'offsets', 'types'],
  comparison_turns: ['comparison_id', 'position', 'text'],
  votes: [
    ...['comparison_id', 'folder', 'created_at_ms', 'a_lane_id', 'b_lane_id', 'a_model_id', 'b_model_id'],
    ...['a_model_name', 'b_model_name', 'a_reply_id', 'b_reply_id', 'choice', 'voted_at_ms'],
    ...['revealed_at_ms', 'taken_back', 'deleted_at_ms'],
  ],
  documents: ['id', 'name', 'format', 'is_paged', 'page_count', 'size_bytes'],
  document_pages: ['document_id', 'page', 'text'],
  message_documents: ['message_id', 'position', 'document_id'],
  draft_documents: ['conversation_id', 'position', 'document_id'],
  presets: [
    ...['name', 'model_id', 'model_name', 'system_prompt', 'settings_json', 'template', 'context_strategy'],
    ...['created_at_ms', 'updated_at_ms'],
  ],
  grids: ['kind', 'first_prompt', 'prompts', 'models', 'total', 'request_json', 'created_at_ms'],
  grid_cells: ['grid_id', 'cell', 'is_failed', 'result_json'],
} as const;

export type CheckedTable = keyof typeof checked;

/** CRC-32 over the values, each behind its kind and length: nothing moves from one into the next unnoticed. */
export function rowChecksum(table: CheckedTable, row: Readonly<Record<string, unknown>>): number {
  return checked[table].reduce((sum, column) => {
    const value = row[column] as Value;
    const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
    return crc32(bytes, crc32(`${kindOf(value)}\0${bytes.length}\0`, sum));
  }, 0);
}

const kindOf = (value: Value): string => {
  if (value === null) return 'null';
  return value instanceof Uint8Array ? 'blob' : typeof value;
};

/** @param row with its `checksum`; null: written before there were any */
export const hasItsChecksum = (table: CheckedTable, row: Readonly<Record<string, unknown>>): boolean =>
  row['checksum'] === null || row['checksum'] === rowChecksum(table, row);

const names: Readonly<Record<CheckedTable, { readonly name: string; readonly id: string }>> = {
  conversations: { name: 'conversation', id: 'id' },
  traces: { name: 'trace', id: 'message_id' },
  summaries: { name: 'summary', id: 'id' },
  vocabularies: { name: 'vocabulary', id: 'hash' },
  comparison_turns: { name: 'prompt of a comparison', id: 'id' },
  votes: { name: 'vote', id: 'comparison_id' },
  documents: { name: 'document', id: 'id' },
  document_pages: { name: 'page of a document', id: 'number' },
  message_documents: { name: 'document of a message', id: 'number' },
  draft_documents: { name: 'document of a draft', id: 'number' },
  presets: { name: 'preset', id: 'id' },
  grids: { name: 'grid', id: 'id' },
  grid_cells: { name: 'cell of a grid', id: 'id' },
};

type ChangedRow = { readonly table: CheckedTable; readonly id: unknown };

function changedRows(database: Database): ChangedRow[] {
  return Object.entries(names).flatMap(([key, { id }]) => {
    const table = key as CheckedTable; // Object.entries forgets the type of keys
    const columns = [id, 'checksum', ...checked[table]].join(', ');
    const select = database.prepare<[], Record<string, unknown>>(`SELECT ${columns} FROM ${table}`);
    const found: ChangedRow[] = [];
    for (const row of select.iterate()) if (!hasItsChecksum(table, row)) found.push({ table, id: row[id] });
    return found;
  });
}

/** Rows that are not as they were written, as in "conversation 12ab". */
export function findChangedRows(database: Database): string[] {
  return changedRows(database).map(({ table, id }) => `${names[table].name} ${String(id)}`);
}

/**
 * What was put together from a damaged database is no longer what was written: where it differs, it goes unchecked from
 * then on. @returns whether there was any
 */
export function forgetWrongChecksums(database: Database): boolean {
  const rows = changedRows(database);
  for (const { table, id } of rows)
    database.prepare<[unknown]>(`UPDATE ${table} SET checksum = NULL WHERE ${names[table].id} = ?`).run(id);
  return rows.length > 0;
}
