/**
 * How a vocabulary is written and read: with its model, or, for an imported trace, alone. Runs in the core.
 */
import { z } from 'zod';
import type { VocabularyHash } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

export type VocabularyTable = {
  /** Does nothing when a vocabulary of this hash is there: it has the same content. */
  insert(vocabulary: Vocabulary): void;
  find(hash: VocabularyHash): Vocabulary | null;
};

type Row = { bytes: Buffer; offsets: Buffer; types: Buffer; end_token_ids_json: string };

const tokenIdsSchema = z.array(z.int().min(0).max(10_000_000)).max(1_000);

export function createVocabularyTable(database: Database): VocabularyTable {
  const insert = database.prepare<[string, Uint8Array, Uint8Array, Uint8Array, string, number]>(
    `INSERT INTO vocabularies (hash, bytes, offsets, types, end_token_ids_json, checksum) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO NOTHING`,
  );
  const find = database.prepare<[string], Row>(
    'SELECT bytes, offsets, types, end_token_ids_json FROM vocabularies WHERE hash = ?',
  );
  return {
    insert: ({ hash, bytes, offsets, types, endTokenIds }) => {
      const checksum = rowChecksum('vocabularies', { bytes, offsets, types });
      insert.run(hash, bytes, offsets, types, JSON.stringify(endTokenIds), checksum);
    },
    find: (hash) => {
      const row = find.get(hash);
      return row === undefined ? null : fromRow(hash, row);
    },
  };
}

/** Copies the blobs out of Node's shared buffer pool: what leaves the table owns its memory. */
function fromRow(hash: VocabularyHash, row: Row): Vocabulary {
  return {
    hash,
    bytes: new Uint8Array(row.bytes),
    offsets: new Uint8Array(row.offsets),
    types: new Uint8Array(row.types),
    endTokenIds: readJson(tokenIdsSchema, row.end_token_ids_json),
  };
}
