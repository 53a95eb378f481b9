/**
 * The ways to take votes and ratings along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteRating, VoteSummary } from '#contract/votes.ts';
import { type ExportFile, FileExportMenu } from '../../../components/exporting/file-export-menu.tsx';
import { ratingsCsv, votesCsv, votesJson } from './vote-files.ts';

type Props = {
  readonly votes: readonly VoteSummary[];
  readonly ratings: readonly VoteRating[];
  readonly folder: string | null;
};

export function VoteExportMenu({ votes, ratings, folder }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const file = (
    what: 'votes' | 'ratings' | 'everything',
    ending: ExportFile['ending'],
    make: ExportFile['make'],
  ): ExportFile => {
    const label = t(`exports.${what}`);
    return { label, ending, name: `${label} ${folder ?? ''}`, make };
  };
  return (
    <FileExportMenu
      tip={t('export')}
      files={[
        file('votes', 'csv', () => votesCsv(votes)),
        file('ratings', 'csv', () => ratingsCsv(ratings)),
        file('everything', 'json', (version) => votesJson({ rounds: votes, ratings, folder, version })),
      ]}
    />
  );
}
