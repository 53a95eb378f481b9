/**
 * How many messages of a part are drawn, and since when its plain texts are there: a little in each frame, so that neither
 * opening a long conversation nor scrolling through it stops the page. Page.
 */
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { inFrames, whenIdle } from '../../page-time.ts';

type Part = {
  /** In view: its turn comes first. */
  readonly isSeen: boolean;
  readonly isNear: boolean;
  /** All are drawn at once, wherever the view is. */
  readonly isWanted: boolean;
  readonly count: number;
};

/** While the part is near, one message more after the other; none when it is far away again. */
export function useDrawnCount({ isSeen, isNear, isWanted, count }: Part): number {
  const [drawn, setDrawn] = useState(isWanted ? count : 0);
  useEffect(() => {
    // What was wanted stays as it is when it is not any more but near.
    if (isWanted || !isNear) return setDrawn(isWanted ? count : 0);
    if (drawn >= count) return undefined;
    return inFrames(() => flushSync(() => setDrawn((before) => before + 1)), isSeen);
  }, [isSeen, isNear, isWanted, count, drawn]);
  if (isWanted) return count;
  return isNear ? Math.min(drawn, count) : 0;
}

/** Whether the texts of a part are there: at once when needed, else when the page has nothing better to do. */
export function useTextsSoon(isNeeded: boolean): boolean {
  const [isThere, setThere] = useState(isNeeded);
  useEffect(() => {
    if (isThere) return undefined;
    if (isNeeded) return setThere(true);
    return whenIdle(() => flushSync(() => setThere(true)));
  }, [isThere, isNeeded]);
  return isThere || isNeeded;
}
