/**
 * A few messages in a row: drawn one after the other while they are near the view, at once where they are wanted, their
 * plain text otherwise. Page. The text stays there for the browser's own search and for screen readers, from the first frames
 * on; the browser keeps the height it once had.
 */
import { memo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/conversations.ts';
import { useNearViewport } from '../../components/near-viewport.ts';
import { useDrawnCount, useTextsSoon } from './drawn-in-frames.ts';

/** Somebody who scrolls meets drawn messages only. */
const nearPx = 1_500;

type Props = {
  readonly messages: readonly Message[];
  /** Drawn wherever the view is: a conversation opens here, or somebody goes there. */
  readonly isWanted: boolean;
  /** Each of the messages as it is drawn. */
  readonly children: readonly ReactNode[];
};

export function BranchPart({ messages, isWanted, children }: Props): ReactNode {
  const part = useRef<HTMLDivElement>(null);
  // Once: all texts would be read again with every drawing of the conversation.
  const [estimatedPx] = useState(() => estimatedHeightPx(messages));
  const isNear = useNearViewport(part, true, nearPx, isHeld);
  const isSeen = useNearViewport(part, isNear && !isWanted, 0);
  const drawn = useDrawnCount({ isSeen, isNear, isWanted, count: messages.length });
  const hasTexts = useTextsSoon(isNear || isWanted);
  return (
    <div
      ref={part}
      // Wider than the messages: what hangs over their edges would be cut off.
      className="-mx-6 flex flex-col gap-8 px-6 [content-visibility:auto]"
      style={{ containIntrinsicSize: `auto ${estimatedPx}px` }}
    >
      {children.slice(0, drawn)}
      {hasTexts ? (
        messages.slice(drawn).map((message) => <WaitingMessage key={message.id} message={message} />)
      ) : (
        <div style={{ height: estimatedPx }} />
      )}
    </div>
  );
}

/** Somebody writes in it or has chosen text of it: it stays as it is. */
function isHeld(part: Element): boolean {
  const selection = getSelection();
  return (
    part.contains(document.activeElement) ||
    (selection !== null && !selection.isCollapsed && selection.containsNode(part, true))
  );
}

/** There are thousands of them, and each reading of the conversation would draw them all again. */
const WaitingMessage = memo(function WaitingMessage({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation('chat');
  const isUser = message.role === 'user';
  return (
    <article
      aria-label={isUser ? t('you') : t('reply', { model: message.model?.name ?? '' })}
      data-message={message.id}
      data-waiting
      className={isUser ? 'flex justify-end' : 'pb-9'}
    >
      <p
        dir="auto"
        className={`min-w-0 text-lg leading-7 wrap-anywhere whitespace-pre-wrap ${isUser ? 'rounded bg-sunken px-4 py-2' : ''}`}
      >
        {message.text}
      </p>
    </article>
  );
});

const linePx = 28;
const charactersPerLine = 80;
/** Around a text: half of the space to the next, the line under a reply. */
const aroundPx = 56;

/** For the scroll bar alone, as long as these messages were never in view. */
function estimatedHeightPx(messages: readonly Message[]): number {
  const lines = messages.flatMap(({ text }) =>
    text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / charactersPerLine))),
  );
  return aroundPx * messages.length + linePx * lines.reduce((sum, count) => sum + count, 0);
}
