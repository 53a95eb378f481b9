/**
 * From a text to the tokens that are scored and those that are only read. Runs in the core. The tokens are checked to
 * stand for exactly the text's bytes.
 */
import { PrismeError } from '#contract/errors.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { RunningEngine } from '../engines/running-engine.ts';

export type PreparedText = {
  /** The start token, which every window begins with; null: none. */
  readonly startToken: number | null;
  /** The context before, then the text. */
  readonly tokenIds: readonly number[];
  /** Position of the text's first token in `tokenIds`. */
  readonly textStart: number;
  /** Bytes that the first token stands for beyond the text: the space that SentencePiece puts in front. 0 otherwise. */
  readonly addedBytes?: number;
};

export type TextToPrepare = {
  readonly text: string;
  readonly contextBefore: string;
  readonly startsWithBos: boolean;
  /** Only for who counts bytes without `addedBytes`; a text with a space in front of it is refused otherwise. */
  readonly mayAddSpace?: boolean;
};

/** @throws scoring.textChanged { atByte }, engine.* */
export async function prepareText(
  engine: RunningEngine,
  table: VocabularyTable,
  { text, contextBefore, startsWithBos, mayAddSpace = false }: TextToPrepare,
): Promise<PreparedText> {
  const textIds = await engine.tokenize(text);
  const addedBytes = mayAddSpace ? addedSpace(textIds, text, table) : 0;
  requireSameBytes(textIds, text, table, addedBytes);
  const contextIds = contextBefore === '' ? [] : await engine.tokenize(contextBefore);
  return {
    startToken: startsWithBos ? engine.model.bosTokenId : null,
    tokenIds: [...contextIds, ...textIds],
    textStart: contextIds.length,
    addedBytes,
  };
}

const space = 0x20;

function addedSpace(tokenIds: readonly number[], text: string, table: VocabularyTable): number {
  const [first] = tokenIds;
  if (first === undefined || text.startsWith(' ')) return 0;
  return table.piece(first).bytes[0] === space ? 1 : 0;
}

/** @param addedBytes in front, which are not of the text */
function requireSameBytes(
  tokenIds: readonly number[],
  text: string,
  table: VocabularyTable,
  addedBytes: number,
): void {
  const expected = new TextEncoder().encode(text);
  let at = -addedBytes;
  for (const tokenId of tokenIds)
    for (const byte of table.piece(tokenId).bytes) {
      if (at >= 0 && expected[at] !== byte) throw new PrismeError('scoring.textChanged', { atByte: at });
      at++;
    }
  if (at !== expected.length) throw new PrismeError('scoring.textChanged', { atByte: at });
}
