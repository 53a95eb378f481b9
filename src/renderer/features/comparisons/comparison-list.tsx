/**
 * Earlier comparisons, the latest first. Page.
 */
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonSummary } from '#contract/comparisons.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useComparisons } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
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
  const { t } = useTranslation(['comparisons', 'common']);
  const format = useFormat();
  const { id, lanes, isRunning, updatedAtMs } = comparison;
  const name = comparison.title || comparison.firstPrompt || t('comparisons:untitled');
  const remove = async (): Promise<void> => {
    if (!(await deleteComparison(id))) return;
    showToast(t('comparisons:deleted', { name: name.slice(0, 60) }), {
      label: t('common:undo'),
      run: () => void restoreComparison(id),
    });
  };
  return (
    <li className="flex items-center gap-2 border-t border-line">
      <button
        type="button"
        className="flex min-h-11 min-w-0 flex-1 items-center gap-4 rounded px-2 text-left hover:bg-hover"
        onClick={() => openComparison(id)}
      >
        <span className="min-w-0 flex-1 truncate text-base" dir="auto">
          {name}
        </span>
        <span className="flex-none text-xs text-ink-faint tabular-nums">
          {isRunning ? `${t('comparisons:running')} · ` : ''}
          {t('comparisons:laneCount', { count: lanes, shown: format.integer(lanes) })} ·{' '}
          {format.dateTime(updatedAtMs)}
        </span>
      </button>
      <IconButton
        icon={Trash2}
        label={t('comparisons:delete', { name: name.slice(0, 60) })}
        onClick={() => void remove()}
      />
    </li>
  );
}
