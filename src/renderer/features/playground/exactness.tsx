/**
 * Whether what was captured is enough for the settings, and the way to the whole vocabulary where it is not. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rowFromStep } from '#probability/logits-row.ts';
import type { TraceStep } from '#probability/trace.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { useModels } from '../../state/queries.ts';
import type { Experiment } from './experiment.ts';
import { forgetFullRow, loadFullRow, type FullRow } from './full-row.ts';
import { largestDifference } from './row-from-distribution.ts';
import type { ReadySubject } from './subject.ts';

type Props = {
  readonly subject: ReadySubject;
  readonly step: TraceStep;
  readonly experiment: Experiment;
  readonly full: FullRow;
};

export function Exactness({ subject, step, experiment, full }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const { lacks } = experiment;
  return (
    <div className="flex flex-col gap-2 text-sm text-ink-soft" aria-live="polite">
      {lacks ? <p>{t(`lacks.${lacks}`)}</p> : null}
      {full.kind === 'ready' ? (
        <Recomputed subject={subject} full={full} step={step} />
      ) : experiment.chain.isExact ? (
        <p className="text-xs text-ink-faint">{t('exact')}</p>
      ) : (
        <NotExact subject={subject} full={full} captured={step.topIds.length} />
      )}
    </div>
  );
}

function Recomputed({
  subject,
  step,
  full,
}: Pick<Props, 'subject' | 'step'> & {
  readonly full: Extract<FullRow, { kind: 'ready' }>;
}): ReactNode {
  const { t } = useTranslation(['playground', 'inspector']);
  const format = useTokenFormat();
  const { profile, row } = full;
  const difference = largestDifference(row, rowFromStep(step, row.vocabularySize));
  const points = format.probability(difference).replace(/\s?%/, '');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <p className="min-w-0 flex-1">
        {t('recomputed', {
          total: format.integer(row.ids.length),
          model: subject.header.model.name,
          engine: profile.engine,
          backend: profile.backend,
          batch: format.integer(profile.batchTokens),
          difference: t('inspector:exact.points', { points }),
        })}
      </p>
      <Button isSmall look="quiet" onClick={forgetFullRow}>
        {t('backToCaptured')}
      </Button>
    </div>
  );
}

function NotExact({
  subject,
  full,
  captured,
}: Pick<Props, 'subject' | 'full'> & { readonly captured: number }): ReactNode {
  const { t } = useTranslation(['playground', 'common']);
  const format = useTokenFormat();
  const { header, selection } = subject;
  const models = useModels().data?.models ?? [];
  const isThere = models.some(({ id, isPresent }) => id === header.model.id && isPresent);
  const load = (): void => void loadFullRow(selection, header.vocabularySize);
  return (
    <div className="flex flex-col gap-2 border-l-2 border-line-strong pl-3">
      <p>
        <strong className="font-medium text-ink">
          {t('notExactTitle', { total: format.integer(captured) })}
        </strong>{' '}
        {t('notExact')} {isThere ? '' : t('modelGone', { model: header.model.name })}
      </p>
      {full.kind === 'loading' ? (
        <div className="flex items-center gap-3">
          <Progress label={t('loadingFull')} fraction={full.fraction} />
          <Button isSmall onClick={full.stop}>
            {t('common:cancel')}
          </Button>
        </div>
      ) : isThere ? (
        <div>
          <Button isSmall onClick={load}>
            {t('loadFull', { total: format.integer(header.vocabularySize) })}
          </Button>
        </div>
      ) : null}
      {full.kind === 'failed' ? <ErrorPanel error={full.error} onRetry={load} /> : null}
    </div>
  );
}
