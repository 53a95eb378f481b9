/**
 * Changes of a form without a button, saved together a moment after the last one, and when the form or the page is left.
 * Page.
 */
import { useEffect, useRef } from 'react';

const saveAfterMs = 400;

/** @param save the one of the first drawing is used: a form belongs to one thing as long as it stands */
export function useSaveSoon<Change extends object>(save: (change: Change) => void): (change: Change) => void {
  const waiting = useRef<Change | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const flush = useRef(() => {
    clearTimeout(timer.current);
    if (waiting.current !== null) save(waiting.current);
    waiting.current = null;
  });
  useEffect(() => {
    const now = flush.current;
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, []);
  return (change) => {
    waiting.current = { ...waiting.current, ...change };
    clearTimeout(timer.current);
    timer.current = setTimeout(flush.current, saveAfterMs);
  };
}
