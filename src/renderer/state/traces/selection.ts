/**
 * Which token is chosen, in the whole window: the text and the inspector panel show the same one. Page, memory only.
 */
import { useSyncExternalStore } from 'react';
import type { MessageId } from '#contract/ids.ts';
import { createValueStore } from './value-store.ts';

/** A token of a reply, or of the prompt that was read before it. `position` counts from 0. */
export type TokenSelection = {
  readonly messageId: MessageId;
  readonly target: 'reply' | 'prompt';
  readonly position: number;
};

export const tokenSelection = createValueStore<TokenSelection | null>(null);

let wantsFocus = false;

/** Chooses a token from outside its text, which is asked to take the keyboard there once it shows the token. */
export function chooseAndFocus(selection: TokenSelection): void {
  wantsFocus = true;
  tokenSelection.set(selection);
}

/** Whether the chosen token is to have the keyboard; asked once for each choice, by the text that shows it. */
export function takeFocusWish(): boolean {
  const was = wantsFocus;
  wantsFocus = false;
  return was;
}

/** The message that the chosen token is of; whoever asks is not drawn again when another of its tokens is chosen. */
export function useChosenMessageId(): MessageId | null {
  return useSyncExternalStore(tokenSelection.subscribe, () => tokenSelection.get()?.messageId ?? null);
}

export function useTokenSelection(): TokenSelection | null {
  return useSyncExternalStore(tokenSelection.subscribe, tokenSelection.get);
}
