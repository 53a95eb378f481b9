/**
 * One top-level block of a reply. Page. In a long text it stands as its source until it is needed or the page is idle,
 * and the browser skips drawing it while it is out of view (it remembers the height).
 */
import { memo, useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { closeOpenMarks } from './close-open-marks.ts';
import { whenIdle } from '../../page-time.ts';
import { useNearViewport } from '../near-viewport.ts';
import { renderBlock } from './render-block.tsx';
import { BlockStartContext } from './token-layer.ts';

/** Parsing is the dear part: at once only what is seen, the rest in idle moments. */
const visibleMarginPx = 50;

type Props = {
  readonly start: number;
  readonly text: string;
  /** The last block of a reply that is being written. */
  readonly isOpen: boolean;
  /** The text is long: blocks may wait. */
  readonly canWait: boolean;
  /** Rendered at once, because the chosen token is in it. */
  readonly isWanted: boolean;
};

export const MarkdownBlock = memo(function MarkdownBlock({
  start,
  text,
  isOpen,
  canWait,
  isWanted,
}: Props): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [isReady, setReady] = useState(!canWait);
  const isNear = useNearViewport(element, canWait && !isReady, visibleMarginPx);
  // At once, so that the idle portion is measured with the work in it and ends in time.
  useEffect(() => (isReady ? undefined : whenIdle(() => flushSync(() => setReady(true)))), [isReady]);
  const isRendered = isReady || isNear || isWanted || isOpen;
  useEffect(() => {
    if (isRendered) setReady(true);
  }, [isRendered]);
  return (
    <BlockStartContext value={start}>
      <div
        ref={element}
        className={canWait ? 'markdown-block markdown-block-lazy' : 'markdown-block'}
        data-start={start}
      >
        {isRendered ? (
          renderBlock(isOpen ? closeOpenMarks(text) : text)
        ) : (
          <p className="markdown-waiting">{text}</p>
        )}
      </div>
    </BlockStartContext>
  );
});
