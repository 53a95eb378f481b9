/**
 * A token's text where single tokens are listed: visible, isolated from the direction of its neighbours. Page.
 */
import type { ReactNode } from 'react';
import { visibleBytes } from './heat-map/visible-text.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';

export function TokenLabel({
  vocabulary,
  tokenId,
}: {
  vocabulary: VocabularyTable;
  tokenId: number;
}): ReactNode {
  return <bdi className="token-label">{visibleBytes(vocabulary.piece(tokenId).bytes)}</bdi>;
}
