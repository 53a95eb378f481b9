/**
 * The text that is being typed, kept where it belongs: saved a moment after the last key, and when its place is left.
 * Page.
 */
import { useCallback, useEffect, useRef, useState } from 'react';

const saveAfterMs = 500;

export type Draft = {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly clear: () => void;
};

/** @param keep must stay the same function as long as the draft belongs to the same thing */
export function useDraft(initial: string, keep: (text: string) => void): Draft {
  const [text, show] = useState(initial);
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current === null) return;
    keep(unsaved.current);
    unsaved.current = null;
  }, [keep]);

  const setText = useCallback(
    (next: string) => {
      show(next);
      unsaved.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, saveAfterMs);
    },
    [save],
  );

  const clear = useCallback(() => {
    setText('');
    save();
  }, [setText, save]);

  useEffect(() => {
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return { text, setText, clear };
}
