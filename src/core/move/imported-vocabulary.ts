/**
 * The vocabulary of a file that came from anywhere. Runs in the core. A model's vocabulary goes by a hash of its pieces, and
 * whoever adds that model later finds the stored one: so a hash is believed only where it can be made again from the bytes.
 * Any other vocabulary gets a hash of its own content, which no model has.
 */
import { createHash } from 'node:crypto';
import type { VocabularyEntry } from '#contract/conversation-file.ts';
import { vocabularyHashSchema } from '#contract/ids.ts';
import { tokenTypes, type Vocabulary } from '#contract/models.ts';
import { pieceOf } from '#probability/token-bytes.ts';
import { vocabularyHash } from '../models/vocabulary.ts';
import { partialVocabularyHash } from '../traces/partial-vocabulary.ts';

/** `tokenizer.ggml.model` of the families that llama.cpp reads, and what a header without one has. */
const tokenizerModels = ['gpt2', 'llama', 'bert', 't5', 'rwkv', 'plamo2', ''];

/** @returns null: offsets, types and bytes are not those of one vocabulary */
export function importedVocabulary(entry: VocabularyEntry): Vocabulary | null {
  const bytes = fromBase64(entry.bytes);
  const offsets = fromBase64(entry.offsets);
  const types = fromBase64(entry.types);
  const { endTokenIds } = entry;
  if (!isConsistent(bytes, offsets, types) || !endTokenIds.every((id) => id < types.length)) return null;
  const vocabulary = { hash: entry.hash, bytes, offsets, types, endTokenIds };
  return isProven(vocabulary) ? vocabulary : { ...vocabulary, hash: ownHash(vocabulary) };
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function isConsistent(bytes: Uint8Array, offsets: Uint8Array, types: Uint8Array): boolean {
  if (types.length === 0 || offsets.length !== 4 * (types.length + 1)) return false;
  if (types.some((type) => type >= tokenTypes.length)) return false;
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  for (let id = 0, last = 0; id <= types.length; id++) {
    const offset = view.getUint32(4 * id, true);
    if (offset < last || (id === 0 && offset !== 0)) return false;
    last = offset;
  }
  return view.getUint32(4 * types.length, true) === bytes.length;
}

/** The bytes of each token, in order. */
function* tokensOf({ bytes, offsets, types }: Omit<Vocabulary, 'hash'>): Generator<[Uint8Array, number]> {
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  for (const [id, type] of types.entries())
    yield [bytes.subarray(view.getUint32(4 * id, true), view.getUint32(4 * id + 4, true)), type];
}

function isProven(vocabulary: Vocabulary): boolean {
  if (vocabulary.hash === ownHash(vocabulary) || vocabulary.hash === partialVocabularyHash(vocabulary))
    return true;
  return tokenizerModels.some((model) => {
    const pieces = Array.from(tokensOf(vocabulary), ([bytes, type]) => pieceOf(bytes, type, model));
    return vocabulary.hash === vocabularyHash(model, pieces, vocabulary.types);
  });
}

function ownHash({ bytes, offsets, types, endTokenIds }: Omit<Vocabulary, 'hash'>): Vocabulary['hash'] {
  const hash = createHash('sha256').update(`prisme.imported-vocabulary\0${endTokenIds.join(',')}\0`);
  return vocabularyHashSchema.parse(hash.update(offsets).update(types).update(bytes).digest('hex'));
}
