/**
 * A passage that is to be quoted in the message being written. Page. Whoever quotes leaves it here; the composer takes it once.
 */
import { useEffect, useEffectEvent } from 'react';
import { create } from 'zustand';

type Quotes = { readonly waiting: string | null };

export const useQuotes = create<Quotes>(() => ({ waiting: null }));

export function quote(passage: string): void {
  if (passage.trim() !== '') useQuotes.setState({ waiting: passage });
}

/** Gives the passage that waits, once. */
export function useTakenQuote(onTaken: (passage: string) => void): void {
  const hasQuote = useQuotes(({ waiting }) => waiting !== null);
  const take = useEffectEvent(onTaken);
  useEffect(() => {
    const { waiting } = useQuotes.getState();
    if (!hasQuote || waiting === null) return;
    useQuotes.setState({ waiting: null });
    take(waiting);
  }, [hasQuote]);
}

/** What is selected in a message of the conversation; null: nothing, or something else. */
export function selectedPassage(): { readonly text: string; readonly range: Range } | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const text = selection.toString().trim();
  const range = selection.getRangeAt(0);
  return text !== '' && messageAt(range.startContainer) !== null && messageAt(range.endContainer) !== null
    ? { text, range }
    : null;
}

function messageAt(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest('[data-message]') ?? null;
}
