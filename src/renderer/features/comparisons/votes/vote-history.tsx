/**
 * Every question of a folder, the latest first: what was voted on which models, or that a vote is waited for. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteSummary } from '#contract/votes.ts';
import { Button } from '../../../components/button.tsx';
import { KeptRow, shortName } from '../../../components/kept-row.tsx';
import { useFormat } from '../../../i18n/i18n.ts';
import { deleteRound, restoreRound } from './vote-actions.ts';
import { openRound } from './votes-store.ts';

/** Lines that are drawn before somebody asks for more. */
const linesAtOnce = 100;

export function VoteHistory({ votes }: { readonly votes: readonly VoteSummary[] }): ReactNode {
  const { t } = useTranslation('votes');
  const [lines, setLines] = useState(linesAtOnce);
  return (
    <section aria-label={t('history')} className="mt-10">
      <h2 className="mb-2 text-base font-semibold">{t('history')}</h2>
      <ul>
        {votes.slice(0, lines).map((vote) => (
          <Line key={vote.comparisonId} vote={vote} />
        ))}
      </ul>
      {votes.length > lines ? (
        <Button look="quiet" isSmall onClick={() => setLines(lines + linesAtOnce)}>
          {t('more')}
        </Button>
      ) : null}
    </section>
  );
}

function Line({ vote: round }: { readonly vote: VoteSummary }): ReactNode {
  const { t } = useTranslation('votes');
  const format = useFormat();
  const { comparisonId, question, folder, vote, models, createdAtMs } = round;
  const name = shortName(question);
  return (
    <KeptRow
      name={question}
      details={`${folder} · ${format.dateTime(vote?.votedAtMs ?? createdAtMs)}`}
      onOpen={() => openRound(comparisonId)}
      deleteLabel={t('delete', { name })}
      remove={() => deleteRound(comparisonId)}
      deletedWords={t('deleted', { name })}
      restore={() => restoreRound(comparisonId)}
      data={{ 'data-history-vote': vote?.choice ?? 'none' }}
    >
      <span className="text-sm wrap-anywhere text-ink-soft">
        {vote && models ? t(`outcomes.${vote.choice}`, { a: models.a.name, b: models.b.name }) : t('waits')}
        {vote?.isChanged ? ` · ${t('changedShort')}` : ''}
      </span>
    </KeptRow>
  );
}
