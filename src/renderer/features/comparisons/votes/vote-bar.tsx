/**
 * The four votes with their keys; afterwards what was voted, and the way back. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoteChoice, VoteRound } from '#contract/votes.ts';
import { Button } from '../../../components/button.tsx';
import { Keys } from '../../../components/keys.tsx';
import { voteKeys } from './use-vote-keys.ts';
import { takeVoteBack } from './vote-actions.ts';

type Props = { readonly round: VoteRound; readonly onVote: (choice: VoteChoice) => void };

export function VoteBar({ round, onVote }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const { vote, models } = round;
  if (vote) return <GivenVote round={round} vote={vote} />;
  return (
    <div role="group" aria-label={t('yourVote')} className="flex flex-wrap items-center gap-2">
      {voteKeys.map(([choice, key]) => (
        <Button key={choice} data-choice={choice} onClick={() => onVote(choice)}>
          {t(`choices.${choice}`)} <Keys keys={key} />
        </Button>
      ))}
      {models ? <p className="text-sm text-ink-faint">{t('willBeMarked')}</p> : null}
    </div>
  );
}

type GivenProps = { readonly round: VoteRound; readonly vote: NonNullable<VoteRound['vote']> };

function GivenVote({ round, vote }: GivenProps): ReactNode {
  const { t } = useTranslation('votes');
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p role="status" className="text-base">
        {t('youVoted', { choice: t(`choices.${vote.choice}`) })}
        {vote.isChanged ? <span className="text-sm text-ink-faint"> {t('changed')}</span> : null}
      </p>
      {round.canTakeBack ? (
        <Button look="quiet" isSmall data-take-back onClick={() => void takeVoteBack(round.comparisonId)}>
          {t('takeBack')}
        </Button>
      ) : null}
    </div>
  );
}
