/**
 * How many messages of a part are drawn, and since when its plain texts are there: a little in each frame, so that neither
 * opening a long conversation nor scrolling through it stops the page. Page.
 */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { inFrames } from '../../page-time.ts';

type Part = {
  /** In view: its turn comes first. */
  readonly isSeen: boolean;
  readonly isNear: boolean;
  /** All are drawn at once, wherever the view is. */
  readonly isWanted: boolean;
  readonly count: number;
};

/** While the part is near, one message more after the other; none a moment after it is far away again. */
export function useDrawnCount({ isSeen, isNear, isWanted, count }: Part): number {
  const [drawn, setDrawn] = useState(0);
  const shown = isWanted ? count : Math.min(drawn, count);
  // What was wanted stays drawn when it is only near.
  if (drawn < shown) setDrawn(shown);
  // Taking away costs like drawing: many parts that leave at once would be a long frame.
  const next = isWanted ? shown : isNear ? Math.min(shown + 1, count) : 0;
  useEffect(() => {
    if (next === shown) return undefined;
    return inFrames(() => flushSync(() => setDrawn(next)), isSeen);
  }, [next, shown, isSeen]);
  return shown;
}

/** Whether the texts of a part are there: at once when needed, else in one of the next frames, however busy the page is. */
export function useTextsSoon(isNeeded: boolean): boolean {
  const [isThere, setThere] = useState(isNeeded);
  if (isNeeded && !isThere) setThere(true);
  useEffect(() => (isThere ? undefined : inFrames(() => flushSync(() => setThere(true)), false)), [isThere]);
  return isThere || isNeeded;
}
