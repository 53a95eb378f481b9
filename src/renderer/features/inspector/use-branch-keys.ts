/**
 * Keys of the chosen token, in the text and in the panel: 1–9 take a row of the table, B goes to branching. Page.
 */
import { useEffect } from 'react';
import { rowOfKey } from './inspected-place.ts';

function isWriting(target: Element): boolean {
  return target.closest('input, textarea, [contenteditable]') !== null;
}

/** The chosen token in the text, or anything in the panel, has the focus. */
function isOnToken(target: EventTarget | null): target is Element {
  return (
    target instanceof Element && target.closest('.token-chosen, .inspector') !== null && !isWriting(target)
  );
}

function goToBranching(): void {
  const field = document.querySelector<HTMLElement>('.inspector [data-own-text]');
  field?.focus();
  field?.scrollIntoView({ block: 'nearest' });
}

/** @param pickRow gets the row, from 1; true: it was taken */
export function useBranchKeys(pickRow: (row: number) => boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || !isOnToken(event.target)) return;
      const row = rowOfKey(event);
      const isBranchKey =
        event.key.toLowerCase() === 'b' && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isBranchKey) goToBranching();
      if (isBranchKey || (row !== null && pickRow(row))) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [pickRow]);
}
