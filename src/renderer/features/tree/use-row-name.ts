/**
 * A row of the tree in words, for people who do not see it. Page.
 */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import type { TreeRow } from './tree-rows.ts';
import type { MarkOfPath } from './use-path-marks.ts';

export function useRowName(
  vocabulary: VocabularyTable,
): (row: TreeRow, marks: readonly MarkOfPath[] | undefined) => string {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  return useCallback(
    (row, marks = []) => {
      if (row.kind === 'other')
        return t('otherName', {
          count: row.other.count,
          shown: format.integer(row.other.count),
          percent: format.spokenPercent(row.other.probability),
        });
      const { tokenId, probability, logprob, isEnd } = row.node;
      const name = t('nodeName', {
        text: visibleBytes(vocabulary.piece(tokenId).bytes),
        percent: format.spokenPercent(probability),
        path: format.spokenPercent(Math.exp(logprob)),
      });
      const paths = marks.map(({ kind, place }) => t(`paths.${kind}`, { place }));
      return [name, ...(isEnd ? [t('endOfText')] : []), ...paths].join(', ');
    },
    [t, format, vocabulary],
  );
}
