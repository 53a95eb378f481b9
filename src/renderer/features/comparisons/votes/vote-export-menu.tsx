/**
 * The ways to take votes and ratings along. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteRating, VoteSummary } from '#contract/votes.ts';
import { ExportMenu } from '../../../components/exporting/export-menu.tsx';
import { fileNameOf, saveFile } from '../../../components/exporting/save-file.ts';
import { useSaved } from '../../../components/exporting/use-saved.ts';
import { useAppStatus } from '../../../state/queries.ts';
import { ratingsCsv, votesCsv, votesJson } from './vote-files.ts';

type Props = {
  readonly votes: readonly VoteSummary[];
  readonly ratings: readonly VoteRating[];
  readonly folder: string | null;
};

export function VoteExportMenu({ votes, ratings, folder }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const saved = useSaved();
  const { data: status } = useAppStatus();
  const item = (what: 'votes' | 'ratings' | 'everything', ending: string, make: () => Blob) => ({
    label: t(`exports.${what}`),
    ending: ending.toUpperCase(),
    run: () => {
      const name = fileNameOf(`prisme ${t(`exports.${what}`)} ${folder ?? ''}`, ending);
      saveFile(name, make());
      saved(name);
    },
  });
  const items = [
    item('votes', 'csv', () => votesCsv(votes)),
    item('ratings', 'csv', () => ratingsCsv(ratings)),
    item('everything', 'json', () =>
      votesJson({ rounds: votes, ratings, folder, version: status?.version ?? '' }),
    ),
  ];
  return <ExportMenu tip={t('export')} items={items} />;
}
