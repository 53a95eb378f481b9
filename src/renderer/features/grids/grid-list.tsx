/**
 * Earlier grids, the latest first. Page.
 */
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridSummary } from '#contract/grids.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useGrids as useGridList } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { deleteGrid, openGrid, restoreGrid } from './grids-actions.ts';

export function GridList(): ReactNode {
  const { t } = useTranslation('grids');
  const { data: grids, error, refetch } = useGridList();
  if (error) return <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />;
  if (!grids || grids.length === 0) return null;
  return (
    <section aria-label={t('earlier')} className="mt-10">
      <h2 className="mb-2 text-base font-semibold">{t('earlier')}</h2>
      <ul>
        {grids.map((grid) => (
          <Row key={grid.id} grid={grid} />
        ))}
      </ul>
    </section>
  );
}

function Row({ grid }: { readonly grid: GridSummary }): ReactNode {
  const { t } = useTranslation(['grids', 'common']);
  const format = useFormat();
  const { id, firstPrompt, kind, state, total, updatedAtMs } = grid;
  const name = firstPrompt.slice(0, 60);
  const remove = async (): Promise<void> => {
    if (!(await deleteGrid(id))) return;
    showToast(t('grids:deleted', { name }), { label: t('common:undo'), run: () => void restoreGrid(id) });
  };
  return (
    <li className="flex items-center gap-2 border-t border-line">
      <button
        type="button"
        className="flex min-h-11 min-w-0 flex-1 items-center gap-4 rounded px-2 text-left hover:bg-hover"
        onClick={() => void openGrid(id)}
      >
        <span className="min-w-0 flex-1 truncate text-base" dir="auto">
          {firstPrompt}
        </span>
        <span className="flex-none text-xs text-ink-faint tabular-nums">
          {`${t(`grids:kinds.${kind}`)} · ${t('grids:size', { count: total, shown: format.integer(total) })} · `}
          {`${t(`grids:listStates.${state}`)} · ${format.dateTime(updatedAtMs)}`}
        </span>
      </button>
      <IconButton icon={Trash2} label={t('grids:delete', { name })} onClick={() => void remove()} />
    </li>
  );
}
