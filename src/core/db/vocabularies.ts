/**
 * How a vocabulary is written: with its model, or, for an imported trace, alone. Runs in the core. Read in models.ts.
 */
import type { Vocabulary } from '#contract/models.ts';
import type { Database } from './open.ts';
import { rowChecksum } from './row-checksum.ts';

export type VocabularyTable = {
  /** Does nothing when a vocabulary of this hash is there: it has the same content. */
  insert(vocabulary: Vocabulary): void;
};

export function createVocabularyTable(database: Database): VocabularyTable {
  const insert = database.prepare<[string, Uint8Array, Uint8Array, Uint8Array, string, number]>(
    `INSERT INTO vocabularies (hash, bytes, offsets, types, end_token_ids_json, checksum) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO NOTHING`,
  );
  return {
    insert: ({ hash, bytes, offsets, types, endTokenIds }) => {
      const checksum = rowChecksum('vocabularies', { bytes, offsets, types });
      insert.run(hash, bytes, offsets, types, JSON.stringify(endTokenIds), checksum);
    },
  };
}
