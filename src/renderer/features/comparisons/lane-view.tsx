/**
 * One lane: who writes, what was asked and answered, how it went. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import { LaneHeader } from './lane-header.tsx';
import { LaneReply } from './lane-reply.tsx';
import { LaneStateLine } from './lane-state-line.tsx';
import { repliesOf, type LoadedLane } from './use-lanes.ts';
import type { TiedScroll } from './use-tied-scroll.ts';

type Props = {
  readonly comparison: Comparison;
  readonly lane: LoadedLane;
  readonly lanes: readonly LoadedLane[];
  /** Nothing stands beside it. */
  readonly isAlone: boolean;
  readonly tie: TiedScroll;
};

export function LaneView({ comparison, lane, lanes, isAlone, tie }: Props): ReactNode {
  const { t } = useTranslation('comparisons');
  const replies = repliesOf(lane);
  const pending = comparison.turns.slice(replies.length);
  return (
    <section
      aria-label={t('laneOf', { letter: lane.letter, model: lane.model?.name ?? t('noModelLeft') })}
      data-lane={lane.letter}
      className="flex min-w-0 flex-1 flex-col border-l border-line first:border-l-0"
    >
      <LaneHeader comparison={comparison} lane={lane} count={lanes.length} isAlone={isAlone} />
      <LaneStateLine comparison={comparison} lane={lane} />
      {/* Scrolled by the keyboard too, and the others with it. */}
      <div
        data-lane-text
        role="group"
        aria-label={t('textOf', { letter: lane.letter })}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]"
        {...tie}
      >
        <div className={`flex flex-col gap-6 px-6 pt-4 pb-12 ${isAlone ? 'mx-auto max-w-read' : ''}`}>
          {comparison.turns.length === 0 ? (
            <p className="text-base text-ink-faint">{t('emptyLane')}</p>
          ) : null}
          {lane.branch.map((message) =>
            message.role === 'user' ? (
              <Prompt key={message.id} text={message.text} />
            ) : (
              <LaneReply key={message.id} lane={lane} lanes={lanes} message={message} />
            ),
          )}
          {pending.map((text, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- prompts are only ever added behind the others
            <Prompt key={`pending ${index}`} text={text} />
          ))}
        </div>
      </div>
    </section>
  );
}

function Prompt({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation('chat');
  return (
    <article
      aria-label={t('you')}
      dir="auto"
      className="self-end rounded bg-sunken px-3 py-1.5 text-base leading-6 wrap-anywhere whitespace-pre-wrap"
    >
      {text}
    </article>
  );
}
