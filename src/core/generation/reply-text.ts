/**
 * Turns the tokens of a reply into text while they arrive. Runs in the core. Pure.
 */
import type { Vocabulary } from '#contract/models.ts';
import { vocabularyTable, type VocabularyTable } from '#contract/vocabulary-table.ts';

/**
 * The text of one reply. Bytes that do not complete a character yet are held back; bytes that never can become
 * U+FFFD. End tokens and control tokens contribute nothing: the engine counts the bytes before a stop string so too.
 */
export class ReplyText {
  readonly #vocabulary: VocabularyTable;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #bytes = new Uint8Array(1024);
  #byteCount = 0;
  #text = '';

  /** @param endTokenIds tokens that end a generation, as the engine or the trace names them */
  constructor(vocabulary: Vocabulary, endTokenIds: readonly number[]) {
    this.#vocabulary = vocabularyTable(vocabulary, endTokenIds);
  }

  /** All complete characters so far. */
  get text(): string {
    return this.#text;
  }

  /** Adds tokens and returns the characters that they complete. */
  add(tokenIds: readonly number[]): string {
    let completed = '';
    for (const tokenId of tokenIds) {
      const piece = this.#vocabulary.isMark(tokenId) ? none : this.#vocabulary.piece(tokenId).bytes;
      this.#keep(piece);
      completed += this.#decoder.decode(piece, { stream: true });
    }
    this.#text += completed;
    return completed;
  }

  /** The complete characters among the first `byteCount` bytes: the text before a stop string. */
  textBefore(byteCount: number): string {
    const bytes = this.#bytes.subarray(0, Math.min(byteCount, this.#byteCount));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
  }

  #keep(piece: Uint8Array): void {
    const needed = this.#byteCount + piece.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#byteCount);
    this.#byteCount = needed;
  }
}

const none = new Uint8Array(0);
