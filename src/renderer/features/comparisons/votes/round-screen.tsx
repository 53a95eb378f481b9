/**
 * One round of a blind vote: the question, both answers, the vote, and the next question. Page. What is hidden is not
 * here: the core does not send it.
 */
import { Columns2, List, Square } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonId } from '#contract/ids.ts';
import type { VoteChoice, VoteRound } from '#contract/votes.ts';
import { Button } from '../../../components/button.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { toPageError } from '../../../core-error.ts';
import { openComparison } from '../comparisons-store.ts';
import { Answers } from './answers.tsx';
import { QuestionForm } from './question-form.tsx';
import { useVoteKeys } from './use-vote-keys.ts';
import { askNext, giveVote, resumeRound, stopRound } from './vote-actions.ts';
import { VoteBar } from './vote-bar.tsx';
import { useRound } from './votes-queries.ts';
import { openRound, useVotesView } from './votes-store.ts';

export function RoundScreen({ comparisonId }: { readonly comparisonId: ComparisonId }): ReactNode {
  const { t } = useTranslation('votes');
  const { data: round, error, refetch } = useRound(comparisonId);
  if (round) return <OpenRound round={round} />;
  return (
    <div className="mx-auto w-full max-w-read flex-1 px-6 pt-8">
      <h1 className="sr-only">{t('title')}</h1>
      {error ? (
        <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()}>
          <Button isSmall onClick={() => openRound(null)}>
            {t('all')}
          </Button>
        </ErrorPanel>
      ) : (
        <p role="status" className="sr-only">
          {t('loading')}
        </p>
      )}
    </div>
  );
}

function OpenRound({ round }: { readonly round: VoteRound }): ReactNode {
  const { t } = useTranslation('votes');
  const { comparisonId, state, vote } = round;
  const mayVote = state.kind === 'ready' && vote === null;
  const give = useCallback((choice: VoteChoice) => void giveVote(comparisonId, choice), [comparisonId]);
  useVoteKeys(mayVote, give);
  return (
    <div
      className="flex min-h-0 flex-1 flex-col"
      data-round={state.kind}
      data-vote={vote?.choice ?? 'none'}
      data-changed={vote?.isChanged}
    >
      <h1 className="sr-only">{t('title')}</h1>
      <RoundToolbar round={round} />
      {/* Scrolled by the keyboard too. */}
      <div
        role="group"
        aria-label={t('questionAndAnswers')}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-8"
      >
        <p
          data-question
          dir="auto"
          className="mx-auto mb-4 max-w-read rounded bg-sunken px-3 py-1.5 text-base leading-6 wrap-anywhere whitespace-pre-wrap"
        >
          {round.question}
        </p>
        <Progress round={round} />
        {round.answers ? <Answers round={round} answers={round.answers} /> : null}
      </div>
      {state.kind === 'ready' ? (
        <div className="flex flex-none flex-col gap-3 border-t border-line px-6 py-3">
          <VoteBar round={round} onVote={give} />
          {vote ? (
            <QuestionForm
              key={comparisonId}
              submitLabel={t('next')}
              onAsk={(question) => askNext(comparisonId, question)}
            />
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function RoundToolbar({ round }: { readonly round: VoteRound }): ReactNode {
  const { t } = useTranslation('votes');
  const { comparisonId, folder, state, models, hasComparison } = round;
  const showAll = (): void => {
    useVotesView.setState({ view: 'votes' });
    openRound(null);
  };
  const showLanes = (): void => {
    useVotesView.setState({ view: 'comparisons' });
    openRound(null);
    openComparison(comparisonId);
  };
  return (
    <div
      role="toolbar"
      aria-label={t('toolbar')}
      className="flex flex-none flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2"
    >
      <Button look="quiet" isSmall onClick={showAll}>
        <List size={14} aria-hidden /> {t('all')}
      </Button>
      <span className="min-w-0 truncate text-sm text-ink-soft" dir="auto">
        {folder}
      </span>
      <span className="ml-auto flex gap-2">
        {state.kind === 'writing' ? (
          <Button isSmall onClick={() => stopRound(comparisonId)}>
            <Square size={12} fill="currentColor" aria-hidden /> {t('stop')}
          </Button>
        ) : null}
        {models && hasComparison ? (
          <Button look="quiet" isSmall onClick={showLanes}>
            <Columns2 size={14} aria-hidden /> {t('sideBySide')}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

/** Why there is nothing to vote on yet. */
function Progress({ round: { state, comparisonId } }: { readonly round: VoteRound }): ReactNode {
  const { t } = useTranslation('votes');
  if (state.kind === 'ready') return null;
  if (state.kind === 'failed')
    return (
      <ErrorPanel error={{ code: state.code, details: {} }} onRetry={() => void resumeRound(comparisonId)} />
    );
  return (
    <div className="mx-auto flex max-w-read flex-wrap items-center gap-4">
      <p role="status" className="text-base text-ink-soft">
        {t(state.kind)}
      </p>
      {state.kind === 'stopped' ? (
        <Button onClick={() => void resumeRound(comparisonId)}>{t('goOn')}</Button>
      ) : null}
    </div>
  );
}
