/**
 * Votes and what follows from them: ratings of one folder or of all, and the history. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteSummary } from '#contract/votes.ts';
import { Button } from '../../../components/button.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { toPageError } from '../../../core-error.ts';
import { RatingsTable } from './ratings-table.tsx';
import { VoteExportMenu } from './vote-export-menu.tsx';
import { VoteHistory } from './vote-history.tsx';
import { useRatings, useVotes } from './votes-queries.ts';
import { useVotesView } from './votes-store.ts';

export function VotesPanel(): ReactNode {
  const { t } = useTranslation('votes');
  const { data: votes, error, refetch } = useVotes();
  if (error) return <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />;
  if (!votes)
    return (
      <p role="status" className="prose-quiet">
        {t('loading')}
      </p>
    );
  return votes.length === 0 ? <NoVotes /> : <Votes votes={votes} />;
}

function NoVotes(): ReactNode {
  const { t } = useTranslation('votes');
  return (
    <div data-votes="0" className="flex flex-wrap items-center gap-4 border-t border-line py-6">
      <p className="max-w-read text-base">{t('none')}</p>
      <Button look="primary" onClick={() => useVotesView.setState({ view: 'comparisons', isBlind: true })}>
        {t('begin')}
      </Button>
    </div>
  );
}

function Votes({ votes }: { readonly votes: readonly VoteSummary[] }): ReactNode {
  const { t } = useTranslation('votes');
  const chosen = useVotesView((view) => view.shownFolder);
  const folders = [...new Set(votes.map(({ folder }) => folder))];
  // The last vote of the chosen folder may have been deleted.
  const folder = chosen !== null && folders.includes(chosen) ? chosen : null;
  const shown = folder === null ? votes : votes.filter((vote) => vote.folder === folder);
  const { data: ratings, error, refetch } = useRatings(folder);
  return (
    <div data-votes={votes.length}>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-2 text-sm text-ink-soft">
          {t('folder')}
          <select
            className="field max-w-80"
            value={folder ?? ''}
            onChange={({ target }) =>
              useVotesView.setState({ shownFolder: target.value === '' ? null : target.value })
            }
          >
            <option value="">{t('allFolders')}</option>
            {folders.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <span className="ml-auto">
          <VoteExportMenu votes={shown} ratings={ratings ?? []} folder={folder} />
        </span>
      </div>
      {error ? (
        <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
      ) : (
        <RatingsTable ratings={ratings ?? []} />
      )}
      <VoteHistory key={folder} votes={shown} />
    </div>
  );
}
