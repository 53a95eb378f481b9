/**
 * How far a grid is, and its table. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { gridSize } from '#contract/grid-size.ts';
import type { Model } from '#contract/models.ts';
import { cellsOfModel } from '#probability/grids/grid-layout.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { modelTitle } from '../../components/model-title.ts';
import { useProfileWords } from '../../components/profile-words.ts';
import { RunStatus } from '../../components/run-status.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { GridExportMenu } from './grid-export-menu.tsx';
import { GridTable } from './grid-table.tsx';
import type { Named } from './grid-values.ts';
import { readAlong, wish } from './grids-actions.ts';
import type { FollowedGrid } from './grids-store.ts';
import { ReplyDialog } from './reply-dialog.tsx';

/** Of a model that is gone from the list. */
const shownOfId = 8;

type Props = { readonly grid: FollowedGrid; readonly known: readonly Model[] };

export function GridResult({ grid, known }: Props): ReactNode {
  const { t } = useTranslation('grids');
  const models = grid.request.modelIds.map((id) => {
    const model = known.find((each) => each.id === id);
    return { id, name: model ? modelTitle(model) : id.slice(0, shownOfId) };
  });
  const { error } = grid;
  return (
    <section className="mt-8 border-t border-line pt-4" data-grid-result aria-label={t('result')}>
      <Status grid={grid} models={models} />
      {error && (
        <div className="mt-4">
          <ErrorPanel
            error={error}
            onRetry={error.code === 'page.connectionLost' ? () => void readAlong(grid.id) : undefined}
          />
        </div>
      )}
      <GridTable grid={grid} models={models} />
      <Provenance grid={grid} models={models} />
      <ReplyDialog grid={grid} />
    </section>
  );
}

type StatusProps = { readonly grid: FollowedGrid; readonly models: readonly Named[] };

function Status({ grid, models }: StatusProps): ReactNode {
  const { t } = useTranslation('grids');
  const format = useFormat();
  const { id, state, done, failed, total } = grid;
  if (state === 'failed') return null;
  const counts = { done: format.integer(done), total: format.integer(total) };
  const model = models.find((each) => each.id === grid.modelId)?.name ?? '';
  const words = t(`states.${state}`, { ...counts, model });
  return (
    <RunStatus
      runId={id}
      state={state}
      words={failed > 0 ? `${words} ${t('failed', { count: failed, shown: format.integer(failed) })}` : words}
      labels={{ pause: t('pause'), resume: t('resume'), cancel: t('cancel') }}
      onWish={(what) => wish(id, what)}
      progressLabel={t('progress')}
      fraction={done / total}
    >
      {state === 'complete' && failed > 0 && (
        <Button isSmall onClick={() => wish(id, 'resume')}>
          {t('tryAgain')}
        </Button>
      )}
      {grid.results.size > 0 && <GridExportMenu grid={grid} models={models} />}
    </RunStatus>
  );
}

/** How the numbers were computed, of the first cell of each model. */
function Provenance({ grid: { request, results }, models }: StatusProps): ReactNode {
  const { t } = useTranslation('grids');
  const profileWords = useProfileWords();
  const each = models.flatMap(({ name }, place) => {
    const { start, end } = cellsOfModel(gridSize(request), place);
    for (const [cell, result] of results)
      if (cell >= start && cell < end && result && result.kind !== 'failed')
        return [profileWords(name, result.profile)];
    return [];
  });
  return each.map((words) => (
    <p key={words} className="mt-1 text-xs text-ink-faint">
      {t(`profiles.${request.task.kind}`, { profile: words })}
    </p>
  ));
}
