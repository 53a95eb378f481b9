/**
 * What a tokeniser made of a text: each token's bytes, the characters that several tokens share, and the totals. Page,
 * pure.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { readCharacter } from '#probability/utf8.ts';

export type CutText = {
  readonly tokenIds: readonly number[];
  /** By position of a token that holds only a part of a character: the whole characters it has a part in. */
  readonly shared: ReadonlyMap<number, string>;
  readonly byteCount: number;
};

export type Totals = {
  readonly tokens: number;
  /** Unicode code points. */
  readonly characters: number;
  /** UTF-8 bytes of the text itself. */
  readonly bytes: number;
  /** Words as Unicode's word boundaries see them. */
  readonly words: number;
};

function bytesOf(vocabulary: VocabularyTable, tokenIds: readonly number[]): Uint8Array {
  const pieces = tokenIds.map((id) => vocabulary.piece(id).bytes);
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) {
    joined.set(piece, end);
    end += piece.length;
  }
  return joined;
}

/** Finds the characters that lie across the border of two tokens or more. */
export function cutText(vocabulary: VocabularyTable, tokenIds: readonly number[]): CutText {
  const bytes = bytesOf(vocabulary, tokenIds);
  const shared = new Map<number, string>();
  let token = 0;
  let tokenEnd = vocabulary.piece(tokenIds[0] ?? -1).bytes.length;
  for (let at = 0; at < bytes.length;) {
    const { text, endByte, isCut } = readCharacter(bytes, at);
    while (at >= tokenEnd && token < tokenIds.length) tokenEnd += lengthOf(vocabulary, tokenIds[++token]);
    const first = token;
    while (endByte > tokenEnd && token < tokenIds.length) tokenEnd += lengthOf(vocabulary, tokenIds[++token]);
    if (token > first && !isCut)
      for (let part = first; part <= token; part++) shared.set(part, (shared.get(part) ?? '') + text);
    at = endByte;
  }
  return { tokenIds, shared, byteCount: bytes.length };
}

function lengthOf(vocabulary: VocabularyTable, tokenId: number | undefined): number {
  return tokenId === undefined ? 0 : vocabulary.piece(tokenId).bytes.length;
}

export function totalsOf(text: string, tokenCount: number): Totals {
  let words = 0;
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text))
    if (isWordLike === true) words++;
  return {
    tokens: tokenCount,
    characters: Array.from(text).length,
    bytes: new TextEncoder().encode(text).length,
    words,
  };
}
