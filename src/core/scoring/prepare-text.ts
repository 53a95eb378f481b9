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
};

export type TextToPrepare = {
  readonly text: string;
  readonly contextBefore: string;
  readonly startsWithBos: boolean;
};

/** @throws scoring.textChanged { atByte }, engine.* */
export async function prepareText(
  engine: RunningEngine,
  table: VocabularyTable,
  { text, contextBefore, startsWithBos }: TextToPrepare,
): Promise<PreparedText> {
  const textIds = await engine.tokenize(text);
  requireSameBytes(textIds, text, table);
  const contextIds = contextBefore === '' ? [] : await engine.tokenize(contextBefore);
  return {
    startToken: startsWithBos ? engine.model.bosTokenId : null,
    tokenIds: [...contextIds, ...textIds],
    textStart: contextIds.length,
  };
}

function requireSameBytes(tokenIds: readonly number[], text: string, table: VocabularyTable): void {
  const expected = new TextEncoder().encode(text);
  let at = 0;
  for (const tokenId of tokenIds)
    for (const byte of table.piece(tokenId).bytes) {
      if (expected[at] !== byte) throw new PrismeError('scoring.textChanged', { atByte: at });
      at++;
    }
  if (at !== expected.length) throw new PrismeError('scoring.textChanged', { atByte: at });
}
