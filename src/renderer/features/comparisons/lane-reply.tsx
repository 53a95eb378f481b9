/**
 * A reply of a lane: as text with its tokens, or as what differs from the lane that it is held against. Page.
 */
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/conversations.ts';
import { ReadingText } from '../../components/markdown/reading-text.tsx';
import { useFormat, useLanguage } from '../../i18n/i18n.ts';
import { liveReplies, useLiveReply } from '../../state/replies.ts';
import { useComparisonLook } from './comparisons-store.ts';
import { diffTexts, firstDifferentByte, type DiffRun } from './diff-texts.ts';
import { repliesOf, type LoadedLane } from './use-lanes.ts';

type Props = {
  readonly lane: LoadedLane;
  readonly lanes: readonly LoadedLane[];
  readonly message: Message;
};

export function LaneReply({ lane, lanes, message }: Props): ReactNode {
  const { t } = useTranslation(['chat', 'comparisons']);
  const isOpen = message.state === 'streaming';
  const live = useLiveReply(message.id);
  const differences = useComparisonLook((look) => look.differences);
  useEffect(() => {
    if (isOpen) liveReplies.attach(message.id);
    else liveReplies.forget(message.id);
  }, [isOpen, message.id]);
  const isStreaming = isOpen && !live?.end;
  const text = isOpen ? (live?.text ?? message.text) : message.text;
  return (
    <article
      aria-label={t('chat:reply', { model: message.model?.name ?? '' })}
      aria-busy={isStreaming}
      data-message={message.id}
      data-turn={repliesOf(lane).indexOf(message)}
      className="min-w-0"
    >
      {text === '' && !isStreaming ? (
        message.end?.reason === 'endToken' ? (
          <p className="text-base text-ink-faint">{t('chat:emptyReply')}</p>
        ) : null
      ) : differences === 'off' || isStreaming ? (
        <ReadingText
          messageId={message.id}
          text={text}
          isStreaming={isStreaming}
          hasTrace={message.hasTrace || isOpen}
        />
      ) : (
        <Differences lane={lane} lanes={lanes} message={message} />
      )}
    </article>
  );
}

/** The first lane is held against the second, every other one against the first. */
function otherLane(lane: LoadedLane, lanes: readonly LoadedLane[]): LoadedLane | undefined {
  return lane.index === 0 ? lanes[1] : lanes[0];
}

function Differences({ lane, lanes, message }: Props): ReactNode {
  const against = otherLane(lane, lanes);
  const other = against && repliesOf(against)[repliesOf(lane).indexOf(message)];
  return (
    <HeldAgainst
      text={message.text}
      otherText={other?.state === 'complete' ? other.text : null}
      letter={against?.letter ?? ''}
    />
  );
}

type HeldAgainstProps = {
  readonly text: string;
  /** Null: there is no finished reply. */
  readonly otherText: string | null;
  /** Of the other lane. */
  readonly letter: string;
};

function HeldAgainst({ text, otherText, letter }: HeldAgainstProps): ReactNode {
  const language = useLanguage();
  const unit = useComparisonLook((look) => (look.differences === 'sentence' ? 'sentence' : 'word'));
  const diff = useMemo(
    () => (otherText === null ? null : diffTexts(text, otherText, unit, language)),
    [text, otherText, unit, language],
  );
  const note = useDifferenceNote({ text, otherText, letter }, diff !== null);
  const runs: readonly DiffRun[] = diff?.left ?? [{ text, isCommon: true }];
  return (
    <>
      <p className="mb-1 text-xs text-ink-faint">{note}</p>
      <div
        data-testid="differences"
        dir="auto"
        className="text-lg leading-7 wrap-anywhere whitespace-pre-wrap"
      >
        {runs.map((run, index) =>
          run.isCommon ? (
            run.text
          ) : (
            // oxlint-disable-next-line react/no-array-index-key -- runs have no other name
            <mark key={index} className="bg-selected text-ink underline decoration-2 underline-offset-4">
              {run.text}
            </mark>
          ),
        )}
      </div>
    </>
  );
}

function useDifferenceNote({ text, otherText, letter }: HeldAgainstProps, isCompared: boolean): string {
  const { t } = useTranslation('comparisons');
  const format = useFormat();
  if (otherText === null) return t('noOther');
  const byte = firstDifferentByte(text, otherText);
  if (byte === null) return t('same', { letter });
  return isCompared ? t('firstDifference', { letter, byte: format.integer(byte) }) : t('tooLong');
}
