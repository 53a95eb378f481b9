/**
 * Who is surprised by what: bits per byte of every model on every text. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';
import type { FollowedReading } from './cross-reading-store.ts';
import { nameIn } from './use-names.ts';

type Props = {
  readonly job: FollowedReading;
  readonly known: readonly Model[];
  readonly labelOf: (textIndex: number) => string;
};

export function Matrix({ job, known, labelOf }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const nameOf = nameIn(known);
  const values = job.comparisons.flatMap(({ models }) =>
    models.flatMap(({ bitsPerByte }) => (bitsPerByte ? [bitsPerByte.value] : [])),
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (value: number): number =>
    high > low ? Math.min(5, Math.floor((6 * (value - low)) / (high - low))) : 0;
  return (
    <section aria-label={t('matrix')} className="mt-8">
      <h2 className="text-sm font-semibold">{t('matrix')}</h2>
      <p className="mt-1 text-xs text-ink-faint">{t('matrixHint')}</p>
      <div className="mt-2 overflow-x-auto" tabIndex={0} role="region" aria-label={t('matrix')}>
        <table className="text-sm tabular-nums">
          <thead>
            <tr className="text-xs text-ink-faint">
              <th scope="col" className="py-1 pr-4 text-left font-normal">
                {t('columns.text')}
              </th>
              {job.request.modelIds.map((modelId) => (
                <th key={modelId} scope="col" className="max-w-40 px-3 py-1 text-right font-normal">
                  {nameOf(modelId)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {job.comparisons.map(({ textIndex, models }) => (
              <tr key={textIndex} className="border-t border-line">
                <th scope="row" className="max-w-64 truncate py-1.5 pr-4 text-left font-normal">
                  {labelOf(textIndex)}
                </th>
                {job.request.modelIds.map((modelId) => {
                  const found = models.find((model) => model.modelId === modelId)?.bitsPerByte;
                  return (
                    <td key={modelId} className="px-1 py-1 text-right">
                      <span className={found ? `token heat-${step(found.value)} px-2 py-0.5` : 'px-2'}>
                        {found ? format.decimal(found.value, 3) : '—'}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
