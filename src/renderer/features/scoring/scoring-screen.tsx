/**
 * Score a text: the text, how far its scoring is, and what came out. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useProfileWords } from '../../components/profile-words.ts';
import { RunStatus } from '../../components/run-status.tsx';
import { takeRequest } from '../../state/instruments.ts';
import { useModels } from '../../state/queries.ts';
import { ScoreCharts } from './score-charts.tsx';
import { ScoreView } from './score-view.tsx';
import { readAlong, rejoinScoring, setText, wish } from './scoring-actions.ts';
import { useScoring, type FollowedScoring } from './scoring-store.ts';
import { TextForm } from './text-form.tsx';

export function ScoringScreen({ model }: { readonly model: Model | null }): ReactNode {
  const { t } = useTranslation('scoring');
  const models = useModels().data?.models;
  const job = useScoring((state) => state.job);
  useEffect(() => {
    const request = takeRequest('scoring');
    if (request) setText(request.text);
  }, []);
  useEffect(() => {
    if (models) void rejoinScoring(models);
  }, [models]);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-[72rem] px-6 pt-8 pb-16">
        <h1 className="text-xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="prose-quiet">{t('lead')}</p>
        <TextForm model={model} />
        {job && <Result job={job} models={models ?? []} />}
      </div>
    </div>
  );
}

function Result({
  job,
  models,
}: {
  readonly job: FollowedScoring;
  readonly models: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('scoring');
  const { trace, totals, tokens, profile } = job;
  const model = models.find(({ id }) => id === job.request.modelId);
  const profileWords = useProfileWords();
  const provenance = t('profile', {
    profile: profile ? profileWords(job.modelName, profile) : job.modelName,
  });
  return (
    <>
      <Status job={job} />
      {job.error && (
        <div className="mt-4">
          <ErrorPanel
            error={job.error}
            onRetry={
              job.error.code === 'page.connectionLost' && model
                ? () => void readAlong(job.jobId, model)
                : undefined
            }
          />
        </div>
      )}
      {trace && totals && tokens > 0 && (
        <>
          <Totals job={job} />
          <p className="mt-1 text-xs text-ink-faint">{provenance}</p>
          <ScoreView
            trace={trace}
            totals={totals}
            tokens={tokens}
            modelName={job.modelName}
            profile={profile}
          />
          <ScoreCharts totals={totals} provenance={provenance} />
        </>
      )}
    </>
  );
}

function Status({ job }: { readonly job: FollowedScoring }): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { state, plan, tokens, jobId } = job;
  if (state === 'failed') return null;
  const total = plan?.tokens ?? null;
  const counts = { scored: format.integer(tokens), total: format.integer(total ?? 0) };
  const words = {
    waiting: t('waiting'),
    running: total === null ? t('waiting') : t('running', counts),
    paused: t('paused', counts),
    complete: t('complete', counts),
    cancelled: t('partial', counts),
  };
  return (
    <div className="mt-6">
      <RunStatus
        runId={jobId}
        state={state}
        words={words[state]}
        labels={{ pause: t('pause'), resume: t('resume'), cancel: t('cancel') }}
        onWish={(what) => wish(jobId, what)}
        progressLabel={t('progress')}
        fraction={total === null ? null : tokens / total}
      />
    </div>
  );
}

function Totals({ job }: { readonly job: FollowedScoring }): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { totals, plan } = job;
  if (!totals || !plan) return null;
  const { totalBits, bitsPerByte, perplexity, scoredTokens } = totals.measures();
  const window = format.integer(plan.windowTokens);
  const facts = [
    [t('totals.bits'), t('totals.bitsValue', { bits: format.significant(totalBits) })],
    [t('totals.perByte'), format.significant(bitsPerByte ?? Number.NaN)],
    [
      t('totals.perplexity'),
      t('totals.perplexityValue', {
        value: format.significant(perplexity ?? Number.NaN),
        n: format.integer(scoredTokens),
      }),
    ],
    [t('totals.unscored'), format.integer(plan.unscoredTokens)],
    [
      t('totals.windows'),
      plan.windows === 1
        ? t('totals.windowsOne', { window })
        : t('totals.windowsMany', {
            count: plan.windows,
            window,
            stride: format.integer(plan.strideTokens),
          }),
    ],
  ] as const;
  return (
    <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 text-sm tabular-nums">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
