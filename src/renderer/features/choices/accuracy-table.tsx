/**
 * How often each model's favourite is the right answer, by each way to score, with the interval. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { answerScorings } from '#probability/choices/answer-scores.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import type { Accuracy, RunResults } from './run-results.ts';

type Props = { readonly results: RunResults; readonly models: readonly Pick<Model, 'id' | 'name'>[] };

export function AccuracyTable({ results, models }: Props): ReactNode {
  const { t } = useTranslation('choices');
  const format = useTokenFormat();
  return (
    <div className="mt-6 overflow-x-auto" tabIndex={0} role="region" aria-label={t('accuracy')}>
      <table className="w-full text-sm tabular-nums">
        <caption className="mb-2 text-left text-base font-semibold">{t('accuracy')}</caption>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th scope="col" className="py-1 pr-4 font-normal">
              {t('columns.model')}
            </th>
            <th scope="col" className="py-1 pr-4 font-normal">
              n
            </th>
            {answerScorings.map((scoring) => (
              <th key={scoring} scope="col" className="py-1 pr-4 font-normal">
                {t(`scorings.${scoring}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, name }) => {
            const counted = results.of(id);
            return (
              <tr key={id} className="border-t border-line align-top">
                <th scope="row" className="max-w-64 py-2 pr-4 text-left font-medium break-words">
                  {name}
                </th>
                <td className="py-2 pr-4">{format.integer(counted.accuracy('sum')?.questions ?? 0)}</td>
                {answerScorings.map((scoring) => (
                  <td key={scoring} className="py-2 pr-4">
                    <AccuracyCell accuracy={counted.accuracy(scoring)} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-1 text-xs text-ink-faint">{t('accuracyNote')}</p>
    </div>
  );
}

function AccuracyCell({ accuracy }: { readonly accuracy: Accuracy | null }): ReactNode {
  const { t } = useTranslation('choices');
  const format = useTokenFormat();
  if (accuracy === null) return '—';
  const { share, low, high, orders } = accuracy;
  return (
    <>
      <span className="block">{format.share(share)}</span>
      <span className="block text-xs text-ink-faint">
        {t('interval', { low: format.share(low), high: format.share(high) })}
      </span>
      {orders && (
        <span className="block text-xs text-ink-faint">
          {t('ordersSpread', { low: format.share(orders.low), high: format.share(orders.high) })}
        </span>
      )}
    </>
  );
}
