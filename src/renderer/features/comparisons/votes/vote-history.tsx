/**
 * Every question of a folder, the latest first: what was voted on which models, or that a vote is waited for. Page.
 */
import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteSummary } from '#contract/votes.ts';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { useFormat } from '../../../i18n/i18n.ts';
import { showToast } from '../../../state/toasts.ts';
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
  const { t } = useTranslation(['votes', 'common']);
  const format = useFormat();
  const { comparisonId, question, folder, vote, models, createdAtMs } = round;
  const name = question.slice(0, 60);
  const remove = async (): Promise<void> => {
    if (!(await deleteRound(comparisonId))) return;
    showToast(t('votes:deleted', { name }), {
      label: t('common:undo'),
      run: () => void restoreRound(comparisonId),
    });
  };
  return (
    <li data-history-vote={vote?.choice ?? 'none'} className="flex items-center gap-2 border-t border-line">
      <button
        type="button"
        className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-4 rounded px-2 py-1 text-left hover:bg-hover"
        onClick={() => openRound(comparisonId)}
      >
        <span className="min-w-40 flex-1 truncate text-base" dir="auto">
          {question}
        </span>
        <span className="text-sm wrap-anywhere text-ink-soft">
          {vote && models
            ? t(`votes:outcomes.${vote.choice}`, { a: models.a.name, b: models.b.name })
            : t('votes:waits')}
          {vote?.isChanged ? ` · ${t('votes:changedShort')}` : ''}
        </span>
        <span className="flex-none text-xs text-ink-faint tabular-nums">
          {folder} · {format.dateTime(vote?.votedAtMs ?? createdAtMs)}
        </span>
      </button>
      <IconButton icon={Trash2} label={t('votes:delete', { name })} onClick={() => void remove()} />
    </li>
  );
}
