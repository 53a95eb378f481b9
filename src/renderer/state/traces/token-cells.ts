/**
 * Where each token stands in the text. Page, pure apart from its own growing arrays. A cell is the smallest piece of
 * text that tokens share: one token as a rule, several when together they make one character. It only appends, so it
 * serves a reply that is being written as well as an old one.
 */
import type { TokenPiece } from '#contract/vocabulary-table.ts';
import { countCutBytes } from '#probability/utf8.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Continues the grapheme in front of it: an accent, a variation or skin tone, or what follows a joiner. */
const joinsBack = /^(?:\p{M}|\u200d|\p{Emoji_Modifier})/u;

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

/** The number of the last element of the ascending `values` that is ≤ `wanted`; −1 when there is none. */
export function lastAtMost(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The cells of one text, in order. */
export class TokenCells {
  /** UTF-16 offset at which each cell begins; a cell ends where the next one begins. */
  readonly #starts: number[] = [];
  /** Position of each cell's first token. */
  readonly #firstTokens: number[] = [];
  /** Cells that are control tokens: shown as a chip, no text of their own. */
  readonly #chips = new Set<number>();
  #pending: Uint8Array = new Uint8Array(0);
  #tokenCount = 0;
  /** Grows by joining: asking it for a character at every token would copy the whole text each time. */
  #text = '';
  #endsWithJoiner = false;

  get count(): number {
    return this.#starts.length;
  }

  get tokenCount(): number {
    return this.#tokenCount;
  }

  /** The text of all tokens so far, without the bytes of a character that is still incomplete. */
  get text(): string {
    return this.#text;
  }

  append({ bytes, type }: TokenPiece): void {
    // As in the text itself: control tokens contribute nothing to it, every other type its bytes.
    if (type === 'control') {
      this.#chips.add(this.#starts.length);
      this.#open();
      return;
    }
    const joined = join(this.#pending, bytes);
    const complete = joined.length - countCutBytes(joined);
    const text = decoder.decode(joined.subarray(0, complete));
    if (!this.#sharesGrapheme(text)) this.#open();
    else this.#tokenCount++;
    this.#text += text;
    if (text !== '') this.#endsWithJoiner = text.endsWith('\u200d');
    this.#pending = joined.slice(complete);
  }

  #open(): void {
    this.#starts.push(this.#text.length);
    this.#firstTokens.push(this.#tokenCount++);
  }

  /** The token goes on with a character that the cell before it began, or with its accent. */
  #sharesGrapheme(text: string): boolean {
    if (this.#pending.length > 0) return true;
    if (this.#text === '' || this.#chips.has(this.#starts.length - 1)) return false;
    return joinsBack.test(text) || (text !== '' && this.#endsWithJoiner);
  }

  /** Nothing more will come: half a character is shown as a replacement character, as in the text. */
  end(): void {
    this.#text += decoder.decode(this.#pending);
    this.#pending = new Uint8Array(0);
  }

  /** The last cell that begins at or before the offset; −1 before the first one. */
  cellAt(offset: number): number {
    return lastAtMost(this.#starts, offset);
  }

  start(cell: number): number {
    return this.#starts[cell] ?? this.#text.length;
  }

  textOf(cell: number): string {
    return this.#text.slice(this.start(cell), this.start(cell + 1));
  }

  isChip(cell: number): boolean {
    return this.#chips.has(cell);
  }

  /** Tokens of a cell: `first` up to (not including) `end`. */
  tokens(cell: number): { readonly first: number; readonly end: number } {
    return {
      first: this.#firstTokens[cell] ?? this.#tokenCount,
      end: this.#firstTokens[cell + 1] ?? this.#tokenCount,
    };
  }

  cellOfToken(position: number): number {
    return position < this.#tokenCount ? lastAtMost(this.#firstTokens, position) : -1;
  }
}
