/**
 * Each model on the same bytes. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextComparison } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { useProfileWords } from '../../components/profile-words.ts';
import { useFormat } from '../../i18n/i18n.ts';
import type { Reading } from './cross-reading-store.ts';
import { nameIn, useUncertain } from './use-names.ts';

type Props = {
  readonly comparison: TextComparison;
  readonly readings: readonly Reading[];
  readonly known: readonly Model[];
};

const columns = ['bitsPerByte', 'perplexity', 'tokensPerWord', 'speed', 'memory', 'size'] as const;

export function ModelTable({ comparison, readings, known }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const uncertain = useUncertain();
  const profileWords = useProfileWords();
  const nameOf = nameIn(known);
  const { scored, bytes, models } = comparison;
  const profile = readings[0]?.profile;
  return (
    <section aria-label={t('sameBytes')} className="mt-8">
      <h2 className="text-sm font-semibold">{t('sameBytes')}</h2>
      <p className="mt-1 text-xs text-ink-faint">
        {t('range', {
          start: format.integer(scored.start),
          end: format.integer(scored.end),
          bytes: format.integer(bytes),
        })}
      </p>
      <div className="mt-2 overflow-x-auto" tabIndex={0} role="region" aria-label={t('sameBytes')}>
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr className="text-right text-xs text-ink-faint">
              <th scope="col" className="py-1 pr-4 text-left font-normal">
                {t('columns.model')}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="py-1 pl-4 font-normal">
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model, place) => {
              const reading = readings.find(({ modelId }) => modelId === model.modelId);
              const file = known.find(({ id }) => id === model.modelId);
              const { words, tokens } = model.wordsTokens;
              return (
                <tr key={model.modelId} className="border-t border-line text-right">
                  <th scope="row" className="py-1.5 pr-4 text-left font-normal">
                    {nameOf(model.modelId)}
                    {place === 0 && <span className="text-ink-faint"> · {t('reference')}</span>}
                  </th>
                  <td className="py-1.5 pl-4 whitespace-nowrap">
                    {uncertain.interval(model.bitsPerByte, 3)}
                  </td>
                  <td className="py-1.5 pl-4 whitespace-nowrap">
                    {model.perplexity === null ? '—' : format.decimal(model.perplexity, 1)}
                    <span className="text-ink-faint"> n = {format.integer(model.scoredTokens)}</span>
                  </td>
                  <td className="py-1.5 pl-4">{words > 0 ? format.decimal(tokens / words, 2) : '—'}</td>
                  <td className="py-1.5 pl-4 whitespace-nowrap">
                    {model.bytesPerSecond === null
                      ? '—'
                      : t('bytesPerSecond', { value: format.integer(Math.round(model.bytesPerSecond)) })}
                  </td>
                  <td className="py-1.5 pl-4 whitespace-nowrap">
                    {reading ? format.bytes(reading.memoryBytes) : '—'}
                  </td>
                  <td className="py-1.5 pl-4 whitespace-nowrap">
                    {file ? format.bytes(file.sizeBytes) : '—'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {profile && models[0] && (
        <p className="mt-1 text-xs text-ink-faint">{profileWords(nameOf(models[0].modelId), profile)}</p>
      )}
    </section>
  );
}
