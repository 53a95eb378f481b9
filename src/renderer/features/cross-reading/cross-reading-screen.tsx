/**
 * Compare readings: the texts and the models, how far their reading is, and what may be compared. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { Progress } from '../../components/progress.tsx';
import { takeRequest } from '../../state/instruments.ts';
import { useModels } from '../../state/queries.ts';
import { cancelCrossReading, readAlong, rejoinCrossReading } from './cross-reading-actions.ts';
import { type FollowedReading, useCrossReading } from './cross-reading-store.ts';
import { ReadingForm } from './reading-form.tsx';
import { ReadingResult } from './reading-result.tsx';
import { nameIn } from './use-names.ts';

const noModels: readonly Model[] = [];
const waiting = { stage: 'waiting', modelId: null, done: 0, total: 0 } as const;

export function CrossReadingScreen(): ReactNode {
  const { t } = useTranslation('cross-reading');
  const known = useModels().data?.models ?? noModels;
  const job = useCrossReading((work) => work.job);
  useEffect(() => {
    const request = takeRequest('crossReading');
    if (request) useCrossReading.setState(request);
  }, []);
  useEffect(() => {
    if (known.length > 0) void rejoinCrossReading(known);
  }, [known]);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[72rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="prose-quiet">{t('lead')}</p>
        {known.filter(({ isPresent }) => isPresent).length < 2 && (
          <p className="mt-4 text-sm">{t('oneModel')}</p>
        )}
        <ReadingForm known={known} />
        {job && (
          <>
            <Status job={job} known={known} />
            {job.error && (
              <div className="mt-4">
                <ErrorPanel
                  error={job.error}
                  onRetry={
                    job.error.code === 'page.connectionLost'
                      ? () => void readAlong(job.jobId, known)
                      : undefined
                  }
                />
              </div>
            )}
            <ReadingResult job={job} known={known} />
          </>
        )}
      </div>
    </div>
  );
}

function Status({
  job,
  known,
}: {
  readonly job: FollowedReading;
  readonly known: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useTokenFormat();
  const { state, jobId, failures } = job;
  const progress = useCrossReading((work) => work.progress);
  const nameOf = nameIn(known);
  const { stage, modelId: workingId, done, total } = progress ?? waiting;
  const values = {
    model: workingId ? nameOf(workingId) : '',
    done: format.integer(done),
    total: format.integer(total),
  };
  return (
    <div className="mt-6">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <p
          role="status"
          aria-live={state === 'running' ? 'off' : 'polite'}
          className="text-sm text-ink-soft tabular-nums"
        >
          {state === 'running' ? t(`stage.${stage}`, values) : t(`ended.${state}`)}
        </p>
        {state === 'running' && (
          <span className="ml-auto">
            <Button isSmall onClick={() => cancelCrossReading(jobId)}>
              {t('stop')}
            </Button>
          </span>
        )}
      </div>
      {state === 'running' && <Progress label={t('progress')} fraction={total > 0 ? done / total : null} />}
      <Failures failures={failures} nameOf={nameOf} />
    </div>
  );
}

function Failures({
  failures,
  nameOf,
}: {
  readonly failures: FollowedReading['failures'];
  readonly nameOf: (modelId: Model['id']) => string;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  return failures.map(({ modelId, error }) => (
    <div key={modelId} className="mt-3">
      <p className="mb-1 text-sm font-medium">{t('failed', { model: nameOf(modelId) })}</p>
      <ErrorPanel error={error} />
    </div>
  ));
}
