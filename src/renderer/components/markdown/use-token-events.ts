/**
 * Clicks and keys on the tokens of a text: one listener each, whatever the number of tokens. Page.
 */
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { goToToken } from '../../state/go-to-token.ts';
import { adjacentHit, useHesitations } from '../../state/hesitations.ts';
import { moveSelection } from '../../state/traces/move-selection.ts';
import { tokenSelection } from '../../state/traces/selection.ts';
import { useFollowChosen } from '../heat-map/use-follow-chosen.ts';
import type { TokenLayer } from './token-layer.ts';

type TokenEvents = {
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** The cell that an event happened on, or −1. */
function cellOf(event: { readonly target: EventTarget }): number {
  const element = event.target instanceof Element ? event.target.closest('[data-cell]') : null;
  return element instanceof HTMLElement ? Number(element.dataset['cell']) : -1;
}

/** A link or a button inside the text does what it does, and a person who marks text chooses no token. */
function isMeantForToken(event: MouseEvent): boolean {
  const isControl = event.target instanceof Element && event.target.closest('.inert-link, button') !== null;
  return !isControl && window.getSelection()?.isCollapsed !== false;
}

/** N and Shift+N: to the next or previous place that a search found. Returns whether the key was one of them. */
function goToHit(event: KeyboardEvent, { messageId }: TokenLayer, position: number): boolean {
  if (event.key.toLowerCase() !== 'n' || event.ctrlKey || event.altKey || event.metaKey) return false;
  const { groups } = useHesitations.getState();
  const hit = adjacentHit(groups, messageId, position, event.shiftKey ? -1 : 1);
  if (!hit) return false;
  event.preventDefault();
  void goToToken(hit.reply.conversationId, hit.reply.messageId, hit.position);
  return true;
}

/** @param position the chosen token of this text, or −1 */
export function useTokenEvents(
  container: RefObject<HTMLElement | null>,
  layer: TokenLayer | null,
  position: number,
): TokenEvents {
  const follow = useFollowChosen(container, position);
  const choose = (chosen: TokenLayer, next: number): void => {
    follow();
    tokenSelection.set({ messageId: chosen.messageId, target: 'reply', position: next });
  };
  const onClick = (event: MouseEvent): void => {
    const cell = cellOf(event);
    if (layer && cell !== -1 && isMeantForToken(event)) choose(layer, layer.trace.cells.tokens(cell).first);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isOnText = event.target === container.current || cellOf(event) !== -1;
    if (!layer || !isOnText) return;
    if (event.key === 'Escape' && position !== -1) {
      tokenSelection.set(null);
      container.current?.focus();
      return;
    }
    if (goToHit(event, layer, position)) return;
    const next = moveSelection(layer.trace, position, event);
    if (next === null) return;
    event.preventDefault();
    choose(layer, next);
  };
  return { onClick, onKeyDown };
}
