/**
 * The most probable next tokens as a table: the twin of the bars, for whoever reads numbers. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { hexBytes } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import type { Reading } from './read-distribution.ts';

export function CandidateTable({
  reading,
  vocabulary,
}: {
  readonly reading: Reading;
  readonly vocabulary: VocabularyTable;
}): ReactNode {
  const { t } = useTranslation('next-token');
  const format = useTokenFormat();
  const columns = ['rank', 'token', 'id', 'bytes', 'p', 'surprise'] as const;
  return (
    <div className="max-h-96 overflow-auto" tabIndex={0} role="region" aria-label={t('title')}>
      <table className="w-full text-sm tabular-nums" aria-label={t('title')}>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            {columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-3 font-normal">
                {t(`table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reading.candidates.map(({ tokenId, probability, bits }, index) => (
            <tr key={tokenId} className="border-t border-line">
              <td className="py-1 pr-3">{index + 1}</td>
              <td className="py-1 pr-3">
                <TokenLabel vocabulary={vocabulary} tokenId={tokenId} />
              </td>
              <td className="py-1 pr-3">{tokenId}</td>
              <td className="py-1 pr-3 font-mono text-xs">
                {hexBytes(vocabulary.piece(tokenId).bytes) || '∅'}
              </td>
              <td className="py-1 pr-3">
                {reading.isExact ? '' : '≤'}
                {format.probability(probability)}
              </td>
              <td className="py-1">{format.bits(bits)}</td>
            </tr>
          ))}
          <tr className="border-t border-line">
            <td className="py-1 pr-3">—</td>
            <td className="py-1 pr-3" colSpan={3}>
              {t('tail', { total: format.integer(reading.tail.count) })}
            </td>
            <td className="py-1 pr-3">
              {reading.isExact ? '' : '≤'}
              {format.probability(reading.tail.probability)}
            </td>
            <td className="py-1">—</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
