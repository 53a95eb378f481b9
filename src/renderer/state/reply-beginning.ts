/**
 * The field for how the next reply begins, as far as it is opened from elsewhere: the key, the palette. Page. What is typed in
 * it belongs to the conversation and is not kept here.
 */
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import type { ConversationId } from '#contract/ids.ts';
import { useView } from './view.ts';

/** Where the field is open though nothing stands in it. */
export const useOpenBeginning = create<{ readonly conversationId: ConversationId | null }>(() => ({
  conversationId: null,
}));

/** Shows the field and puts the cursor into it. */
export function openReplyBeginning(conversationId: ConversationId): void {
  // Drawn before this returns: what is typed until the next frame would be lost.
  flushSync(() => {
    useView.setState({ screen: 'chat' });
    useOpenBeginning.setState({ conversationId });
  });
  const focus = (): void => document.querySelector<HTMLElement>('[data-reply-beginning]')?.focus();
  focus();
  requestAnimationFrame(focus);
}

export function closeReplyBeginning(): void {
  useOpenBeginning.setState({ conversationId: null });
}
