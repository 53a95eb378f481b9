/**
 * From a text to the tokens that are scored and those that are only read. Runs in the core.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { addedBytesOf, byteLengthsOf } from './text-bytes.ts';

export type PreparedText = {
  /** The start token, which every window begins with; null: none. */
  readonly startToken: number | null;
  /** The context before, then the text. */
  readonly tokenIds: readonly number[];
  /** Position of the text's first token in `tokenIds`. */
  readonly textStart: number;
  /** Bytes of the text's first token that are not of the text, 0 or 1 (see text-bytes.ts). */
  readonly addedBytes: number;
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
  const addedBytes = addedBytesOf(textIds, text, table);
  const contextIds = contextBefore === '' ? [] : await engine.tokenize(contextBefore);
  return {
    startToken: startsWithBos ? engine.model.bosTokenId : null,
    tokenIds: [...contextIds, ...textIds],
    textStart: contextIds.length,
    addedBytes,
  };
}

/** How many bytes of the text each of its tokens stands for. */
export function textByteLengths(
  { tokenIds, textStart, addedBytes }: PreparedText,
  table: VocabularyTable,
): number[] {
  return byteLengthsOf(tokenIds.slice(textStart), addedBytes, table);
}
