/**
 * Keeps the chosen token in view, and the keyboard on it when the choice was made in the text itself. Page.
 */
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import { takeFocusWish } from '../../state/traces/selection.ts';

/**
 * @param position the chosen token of the text in `container`, or −1
 * @returns to be called before a choice that was made in the text: the focus then goes with it
 */
export function useFollowChosen(container: RefObject<HTMLElement | null>, position: number): () => void {
  // The element that has the focus is replaced by the choice, so the wish is noted beforehand.
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    if (position === -1) return undefined;
    const token = container.current?.querySelector<HTMLElement>('.token-chosen');
    const isFromOutside = takeFocusWish();
    if (wantsFocus.current || isFromOutside) token?.focus({ preventScroll: true });
    wantsFocus.current = false;
    token?.scrollIntoView({ block: isFromOutside ? 'center' : 'nearest' });
    if (!token || !isFromOutside) return undefined;
    // Blocks on the way had an estimated height until now: look again once they are drawn.
    const again = requestAnimationFrame(() => token.isConnected && token.scrollIntoView({ block: 'center' }));
    return () => cancelAnimationFrame(again);
  }, [container, position]);
  return useCallback(() => {
    wantsFocus.current = true;
  }, []);
}
