/**
 * Scrolling that leaves the reader alone: new text moves the view only while the reader is at the end. Page.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Nearer to the end than this counts as at the end. */
const nearEndPx = 48;

type ReaderScroll = {
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly jumpToEnd: () => void;
};

export function useReaderScroll(conversationId: string): ReaderScroll {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  /** Where the view stood when it was last looked at. */
  const lastTop = useRef(0);
  const [isAtEnd, setAtEnd] = useState(true);

  const jumpToEnd = useCallback(() => {
    const element = viewport.current;
    if (!element) return;
    follows.current = true;
    setAtEnd(true);
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, []);

  useLayoutEffect(jumpToEnd, [conversationId, jumpToEnd]);

  useEffect(() => {
    const element = viewport.current;
    if (!element) return undefined;
    const isNearEnd = (): boolean =>
      element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    const onScroll = (): void => {
      const isNear = isNearEnd();
      // Only going up lets go; growing text also fires scroll events.
      if (element.scrollTop < lastTop.current - 1 && !isNear) follows.current = false;
      if (isNear) follows.current = true;
      lastTop.current = element.scrollTop;
      setAtEnd(isNear);
    };
    const onGrowth = (): void => {
      // A jump to a token may not have fired its scroll event yet.
      if (element.scrollTop < lastTop.current - 1 && !isNearEnd()) follows.current = false;
      if (follows.current) element.scrollTop = element.scrollHeight;
      lastTop.current = element.scrollTop;
      setAtEnd(isNearEnd());
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const growth = new ResizeObserver(onGrowth);
    growth.observe(element);
    if (content.current) growth.observe(content.current);
    return () => {
      element.removeEventListener('scroll', onScroll);
      growth.disconnect();
    };
  });

  return { viewport, content, isAtEnd, jumpToEnd };
}
