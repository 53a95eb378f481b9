/**
 * Earlier grids, the latest first. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridSummary } from '#contract/grids.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { KeptRow, shortName } from '../../components/kept-row.tsx';
import { toPageError } from '../../core-error.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useGrids as useGridList } from '../../state/queries.ts';
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
  const { t } = useTranslation('grids');
  const format = useFormat();
  const { id, firstPrompt, kind, state, total, updatedAtMs } = grid;
  const name = shortName(firstPrompt);
  const size = t('size', { count: total, shown: format.integer(total) });
  return (
    <KeptRow
      name={firstPrompt}
      details={`${t(`kinds.${kind}`)} · ${size} · ${t(`listStates.${state}`)} · ${format.dateTime(updatedAtMs)}`}
      onOpen={() => void openGrid(id)}
      deleteLabel={t('delete', { name })}
      remove={() => deleteGrid(id)}
      deletedWords={t('deleted', { name })}
      restore={() => restoreGrid(id)}
    />
  );
}
