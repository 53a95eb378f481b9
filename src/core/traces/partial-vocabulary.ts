/**
 * The vocabulary of an imported trace: only the tokens that occur in it, every other one empty. Runs in the core. It has
 * a hash of its own kind, so that it is never taken for a model's.
 */
import { createHash, type Hash } from 'node:crypto';
import { type VocabularyHash, vocabularyHashSchema } from '#contract/ids.ts';
import { type TokenType, tokenTypes, type Vocabulary } from '#contract/models.ts';
import type { TraceFile } from '#contract/trace-file-read.ts';

/** The name in front keeps the hash apart from those of core/models/vocabulary.ts. */
const hashedName = 'prisme.partial-vocabulary\0';

export function partialVocabulary({ head, pieces }: TraceFile): Vocabulary {
  const size = head.model.vocabularySize;
  const endTokenIds = [...new Set(head.endTokenIds)].sort((left, right) => left - right);
  const hash = beginHash(size, endTokenIds);
  const offsets = new DataView(new ArrayBuffer(4 * (size + 1)));
  const types = new Uint8Array(size);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (let id = 0; id < size; id++) {
    const piece = pieces.get(id);
    if (piece !== undefined) {
      end += piece.bytes.length;
      types[id] = tokenTypes.indexOf(piece.type);
      parts.push(piece.bytes);
      addPiece(hash, id, piece.type, piece.bytes);
    }
    offsets.setUint32(4 * (id + 1), end, true);
  }
  return {
    hash: vocabularyHashSchema.parse(hash.digest('hex')),
    bytes: new Uint8Array(Buffer.concat(parts, end)),
    offsets: new Uint8Array(offsets.buffer),
    types,
    endTokenIds,
  };
}

function beginHash(size: number, endTokenIds: readonly number[]): Hash {
  return createHash('sha256').update(`${hashedName}${size}\0${endTokenIds.join(',')}\0`);
}

function addPiece(hash: Hash, id: number, type: TokenType, bytes: Uint8Array): void {
  hash.update(`${id}\0${type}\0${bytes.length}\0`).update(bytes);
}

/** The same hash, from the stored form, in which a token that does not occur is empty and of no type. */
export function partialVocabularyHash({
  bytes,
  offsets,
  types,
  endTokenIds,
}: Omit<Vocabulary, 'hash'>): VocabularyHash {
  const hash = beginHash(types.length, endTokenIds);
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  for (const [id, type] of types.entries()) {
    const piece = bytes.subarray(view.getUint32(4 * id, true), view.getUint32(4 * id + 4, true));
    if (piece.length > 0 || type !== 0) addPiece(hash, id, tokenTypes[type] ?? 'undefined', piece);
  }
  return vocabularyHashSchema.parse(hash.digest('hex'));
}
