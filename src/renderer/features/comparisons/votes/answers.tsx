/**
 * The two answers of a round, side by side, with the names once they are known. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import type { VoteRound } from '#contract/votes.ts';
import { ReadingText } from '../../../components/markdown/reading-text.tsx';

type Props = {
  readonly round: VoteRound;
  readonly answers: NonNullable<VoteRound['answers']>;
};

const sides = ['a', 'b'] as const;

export function Answers({ round, answers }: Props): ReactNode {
  const { t } = useTranslation('votes');
  const { comparisonId, models } = round;
  // The message is not known before the vote. No reply has this id, so no token is ever chosen in it.
  const textId = comparisonId as string as MessageId;
  return (
    <div className="grid gap-x-8 gap-y-6 sidebar:grid-cols-2">
      {sides.map((side) => (
        <section
          key={side}
          data-answer={side}
          data-model={models?.[side].id}
          aria-label={t('answer', { side: side.toUpperCase() })}
          className="min-w-0"
        >
          <h2 className="mb-2 flex min-h-6 items-baseline gap-3 border-b border-line pb-1 text-sm">
            <span className="font-mono font-semibold">{side.toUpperCase()}</span>
            <span className="min-w-0 font-normal wrap-anywhere text-ink-soft">
              {models?.[side].name ?? t('hidden')}
            </span>
          </h2>
          {answers[side] === '' ? (
            <p className="text-base text-ink-faint">{t('emptyAnswer')}</p>
          ) : (
            <ReadingText messageId={textId} text={answers[side]} isStreaming={false} hasTrace={false} />
          )}
        </section>
      ))}
    </div>
  );
}
