/**
 * How many bytes of a text each of its tokens stands for. Runs in the core; pure. The tokens are checked to stand for
 * exactly the text.
 */
import { PrismeError } from '#contract/errors.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';

const space = 0x20;

/**
 * Bytes that the tokens stand for beyond the text, 0 or 1: SentencePiece puts a space in front of a text.
 * @throws scoring.textChanged `{ atByte }` when the tokens stand for another text
 */
export function addedBytesOf(tokenIds: readonly number[], text: string, table: VocabularyTable): number {
  const expected = new TextEncoder().encode(text);
  const pieces = tokenIds.map((tokenId) => table.piece(tokenId).bytes);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const added = length === expected.length + 1 && pieces[0]?.[0] === space ? 1 : 0;
  let at = 0 - added;
  for (const piece of pieces)
    for (const byte of piece) {
      if (at >= 0 && expected[at] !== byte) throw new PrismeError('scoring.textChanged', { atByte: at });
      at++;
    }
  if (at !== expected.length) throw new PrismeError('scoring.textChanged', { atByte: at });
  return added;
}

/** One for each token. @param addedBytes of the first token, which are not of the text */
export function byteLengthsOf(
  tokenIds: readonly number[],
  addedBytes: number,
  table: VocabularyTable,
): number[] {
  return tokenIds.map((tokenId, index) => {
    const { length } = table.piece(tokenId).bytes;
    return index === 0 ? length - addedBytes : length;
  });
}
