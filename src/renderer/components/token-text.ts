/**
 * The text of several tokens in one line: spaces stay spaces, everything else that cannot be seen becomes visible.
 * Page, pure.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { visibleBytes } from './heat-map/visible-text.ts';

/** Marks (end tokens) are no text and are left out. */
export function textOfTokens(vocabulary: VocabularyTable, tokenIds: readonly number[]): string {
  const parts = tokenIds.filter((id) => !vocabulary.isMark(id)).map((id) => vocabulary.piece(id).bytes);
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.length === 0 ? '' : visibleBytes(bytes).replaceAll('␣', ' ');
}

/** One token as a person names it: a space before the word is left out. */
export function nameOfToken(vocabulary: VocabularyTable, tokenId: number): string {
  return visibleBytes(vocabulary.piece(tokenId).bytes).replace(/^␣(?=.)/, '');
}
