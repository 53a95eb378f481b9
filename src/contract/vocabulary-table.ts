/**
 * Reads the flat form of a vocabulary (models.ts): id → bytes and type, without copying the table. Portable, pure.
 */
import { tokenTypes, type TokenType, type Vocabulary } from './models.ts';

/** What a token contributes: its bytes, and whether it is text at all (a control token's bytes are only its name). */
export type TokenPiece = { readonly bytes: Uint8Array; readonly type: TokenType };

export type VocabularyTable = {
  readonly size: number;
  /** An id outside the table has no bytes and the type `undefined`. */
  piece(tokenId: number): TokenPiece;
  /** A token that ends a generation. */
  isEnd(tokenId: number): boolean;
  /** A control or end token: part of the sequence, not of the text. */
  isMark(tokenId: number): boolean;
};

const nothing: TokenPiece = { bytes: new Uint8Array(0), type: 'undefined' };

/**
 * Ranges that point outside the table are empty.
 * @param endTokenIds end tokens that a loaded model or a trace names beside those of the vocabulary
 */
export function vocabularyTable(
  vocabulary: Vocabulary,
  endTokenIds: readonly number[] = [],
): VocabularyTable {
  const { bytes, offsets, types } = vocabulary;
  const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
  const size = Math.max(0, offsets.byteLength / 4 - 1);
  const endTokens = new Set([...vocabulary.endTokenIds, ...endTokenIds]);
  const piece = (tokenId: number): TokenPiece => {
    if (tokenId < 0 || tokenId >= size) return nothing;
    const start = view.getUint32(tokenId * 4, true);
    const type: TokenType = tokenTypes[types[tokenId] ?? 0] ?? 'undefined';
    return { bytes: bytes.subarray(start, view.getUint32(tokenId * 4 + 4, true)), type };
  };
  const isEnd = (tokenId: number): boolean => endTokens.has(tokenId);
  return { size, piece, isEnd, isMark: (tokenId) => isEnd(tokenId) || piece(tokenId).type === 'control' };
}
