/**
 * Makes the vocabulary that pages and traces use from a GGUF header: the bytes of every token, and the hash that says
 * whether two models cut texts into the same tokens. Runs in the core; yields while it works, for vocabularies have up
 * to hundreds of thousands of entries.
 */
import { createHash, type Hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { vocabularyHashSchema, type VocabularyHash } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { pieceBytes } from '#probability/token-bytes.ts';
import { endTokenIdsOf } from './end-tokens.ts';
import type { GgufHeader } from './gguf/gguf-header.ts';

/** Entries handled before other work of the core gets its turn: a few milliseconds. */
const entriesPerTurn = 8_192;

/** The vocabulary of a file, in the binary form of contract/models.ts. */
export async function vocabularyOf(header: GgufHeader): Promise<Vocabulary> {
  const model = tokenizerModelOf(header);
  const hash = beginHash(model, header.pieces.length);
  const offsets = new DataView(new ArrayBuffer(4 * (header.pieces.length + 1)));
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [id, piece] of header.pieces.entries()) {
    const type = header.pieceTypes[id] ?? 0;
    const bytes = pieceBytes(piece, type, model);
    end += bytes.length;
    offsets.setUint32(4 * (id + 1), end, true);
    parts.push(bytes);
    hash.update(`${Buffer.byteLength(piece)}\0${piece}`);
    if (id % entriesPerTurn === entriesPerTurn - 1) await nextTurn();
  }
  hash.update(header.pieceTypes);
  return {
    hash: toVocabularyHash(hash.digest('hex')),
    bytes: new Uint8Array(Buffer.concat(parts, end)),
    offsets: new Uint8Array(offsets.buffer),
    types: header.pieceTypes,
    endTokenIds: endTokenIdsOf(header),
  };
}

function beginHash(model: string, pieces: number): Hash {
  return createHash('sha256').update(`${model}\0${pieces}\0`);
}

/** The same hash as `vocabularyOf` gives, from pieces in UTF-8. @param model `tokenizer.ggml.model` */
export function vocabularyHash(
  model: string,
  pieces: readonly Uint8Array[],
  types: Uint8Array,
): VocabularyHash {
  const hash = beginHash(model, pieces.length);
  for (const piece of pieces) hash.update(`${piece.length}\0`).update(piece);
  return toVocabularyHash(hash.update(types).digest('hex'));
}

/** `tokenizer.ggml.model`: "gpt2" (byte-level BPE), "llama" (SentencePiece) and others; empty: the header does not say. */
function tokenizerModelOf({ metadata }: GgufHeader): string {
  const model = metadata.get('tokenizer.ggml.model');
  return typeof model === 'string' ? model : '';
}

function toVocabularyHash(hex: string): VocabularyHash {
  return vocabularyHashSchema.parse(hex);
}
