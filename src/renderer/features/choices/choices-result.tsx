/**
 * How far a run over questions is, and what came out. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useProfileWords } from '../../components/profile-words.ts';
import { RunStatus } from '../../components/run-status.tsx';
import { useErrorWords } from '../../i18n/i18n.ts';
import { AccuracyTable } from './accuracy-table.tsx';
import { AnswerTable } from './answer-table.tsx';
import { readAlong, wish } from './choices-actions.ts';
import { ChoicesExportMenu } from './choices-export-menu.tsx';
import { useChoices, type FollowedRun } from './choices-store.ts';
import { modelTitle } from '../../components/model-title.ts';
import { QuestionList } from './question-list.tsx';

/** Of a model that is gone from the list. */
const shownOfId = 8;

type Named = Pick<Model, 'id' | 'name'>;

export function ChoicesResult({
  run,
  known,
}: {
  readonly run: FollowedRun;
  readonly known: readonly Model[];
}): ReactNode {
  const { results, error, jobId } = run;
  const models = results.request.modelIds.map((id) => {
    const model = known.find((each) => each.id === id);
    return { id, name: model ? modelTitle(model) : id.slice(0, shownOfId) };
  });
  return (
    <section className="mt-8 border-t border-line pt-4" data-choices-result>
      <Status run={run} models={models} />
      {error && (
        <div className="mt-4">
          <ErrorPanel
            error={error}
            onRetry={error.code === 'page.connectionLost' ? () => void readAlong(jobId) : undefined}
          />
        </div>
      )}
      {run.items > 0 && (
        <>
          {results.hasCorrect && results.request.questions.length > 1 && (
            <AccuracyTable results={results} models={models} />
          )}
          <ShownQuestion run={run} models={models} />
          {results.request.questions.length > 1 && <QuestionList results={results} models={models} />}
        </>
      )}
    </section>
  );
}

function Status({
  run,
  models,
}: {
  readonly run: FollowedRun;
  readonly models: readonly Named[];
}): ReactNode {
  const { t } = useTranslation('choices');
  const format = useTokenFormat();
  const { state, done, total, jobId, results } = run;
  if (state === 'failed') return null;
  const counts = { done: format.integer(done), total: format.integer(total) };
  const model = models.find(({ id }) => id === run.modelId)?.name ?? '';
  return (
    <RunStatus
      runId={jobId}
      state={state}
      words={t(`states.${state}`, { ...counts, model })}
      labels={{ pause: t('pause'), resume: t('resume'), cancel: t('cancel') }}
      onWish={(what) => wish(jobId, what)}
      progressLabel={t('progress')}
      fraction={done / total}
    >
      {run.items > 0 && <ChoicesExportMenu results={results} models={models} />}
    </RunStatus>
  );
}

function ShownQuestion({
  run: { results },
  models,
}: {
  readonly run: FollowedRun;
  readonly models: readonly Named[];
}): ReactNode {
  const { t } = useTranslation('choices');
  const place = useChoices(({ shown }) => shown);
  const question = results.request.questions[place];
  if (question === undefined) return null;
  return (
    <section className="mt-6 grid gap-4" aria-label={t('shown')}>
      <p className="text-base whitespace-pre-wrap" dir="auto">
        {question.question}
      </p>
      {models.map((model) => (
        <div key={model.id}>
          <h2 className="mb-1 text-sm font-medium break-words">{model.name}</h2>
          <ModelAnswers results={results} model={model} place={place} />
        </div>
      ))}
      <p className="text-xs text-ink-faint">{t('scoringNote')}</p>
    </section>
  );
}

function ModelAnswers({
  results,
  model,
  place,
}: {
  readonly results: FollowedRun['results'];
  readonly model: Named;
  readonly place: number;
}): ReactNode {
  const { t } = useTranslation('choices');
  const profileWords = useProfileWords();
  const errorWords = useErrorWords();
  const { readings, refused, error, profile } = results.of(model.id);
  const read = readings.get(place);
  const question = results.request.questions[place];
  const why = refused.get(place) ?? error;
  if (read && question)
    return (
      <>
        <AnswerTable {...{ results, place, question }} readings={read} modelName={model.name} />
        {profile && (
          <p className="mt-1 text-xs text-ink-faint">
            {t('profile', { profile: profileWords(model.name, profile) })}
          </p>
        )}
      </>
    );
  if (!why) return <p className="prose-quiet">{t('notYet')}</p>;
  const { what, next } = errorWords(why.code);
  return <p className="text-sm text-danger">{`${what} ${next}`}</p>;
}
