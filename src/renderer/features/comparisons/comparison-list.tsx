/**
 * Earlier comparisons, the latest first. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonSummary } from '#contract/comparisons.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { KeptRow, shortName } from '../../components/kept-row.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useComparisons } from '../../state/queries.ts';
import { deleteComparison, restoreComparison } from './comparison-actions.ts';
import { openComparison } from './comparisons-store.ts';

export function ComparisonList(): ReactNode {
  const { t } = useTranslation('comparisons');
  const { data: comparisons, error, refetch } = useComparisons();
  if (error) return <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />;
  if (!comparisons || comparisons.length === 0) return null;
  return (
    <section aria-label={t('earlier')} className="mt-10">
      <h2 className="mb-2 text-base font-semibold">{t('earlier')}</h2>
      <ul>
        {comparisons.map((comparison) => (
          <Row key={comparison.id} comparison={comparison} />
        ))}
      </ul>
    </section>
  );
}

function Row({ comparison }: { readonly comparison: ComparisonSummary }): ReactNode {
  const { t } = useTranslation('comparisons');
  const format = useFormat();
  const { id, lanes, isRunning, updatedAtMs } = comparison;
  const name = comparison.title || comparison.firstPrompt || t('untitled');
  const running = isRunning ? `${t('running')} · ` : '';
  const size = t('laneCount', { count: lanes, shown: format.integer(lanes) });
  return (
    <KeptRow
      name={name}
      details={`${running}${size} · ${format.dateTime(updatedAtMs)}`}
      onOpen={() => openComparison(id)}
      deleteLabel={t('delete', { name: shortName(name) })}
      remove={() => deleteComparison(id)}
      deletedWords={t('deleted', { name: shortName(name) })}
      restore={() => restoreComparison(id)}
    />
  );
}
