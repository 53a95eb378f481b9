/**
 * Vocabularies that belong to no model of this machine: those of imported traces. Runs in the core. The vocabularies of
 * models are written with their model (models.ts); both are read there.
 */
import type { Vocabulary } from '#contract/models.ts';
import type { Database } from './open.ts';

export type VocabularyTable = {
  /** Does nothing when a vocabulary of this hash is there: it has the same content. */
  insert(vocabulary: Vocabulary): void;
};

export function createVocabularyTable(database: Database): VocabularyTable {
  const insert = database.prepare<[string, Uint8Array, Uint8Array, Uint8Array, string]>(
    'INSERT INTO vocabularies (hash, bytes, offsets, types, end_token_ids_json) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
  );
  return {
    insert: ({ hash, bytes, offsets, types, endTokenIds }) =>
      void insert.run(hash, bytes, offsets, types, JSON.stringify(endTokenIds)),
  };
}
