/**
 * How the next reply of a conversation shall begin, as it is typed. Page.
 */
import { useCallback } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import { updateConversation } from '../../state/actions.ts';
import { closeReplyBeginning, useOpenBeginning } from '../../state/reply-beginning.ts';
import { useDraft, type Draft } from '../../state/use-draft.ts';

export type ReplyBeginning = Draft & {
  readonly isOpen: boolean;
  /** Takes the text away and the field with it. */
  readonly close: () => void;
};

export function useReplyBeginning({ id, replyBeginning }: Conversation): ReplyBeginning {
  const save = useCallback((text: string) => void updateConversation(id, { replyBeginning: text }), [id]);
  const draft = useDraft(replyBeginning, save);
  const isOpened = useOpenBeginning(({ conversationId }) => conversationId === id);
  const { clear } = draft;
  const close = useCallback(() => {
    clear();
    closeReplyBeginning();
  }, [clear]);
  return { ...draft, isOpen: isOpened || draft.text !== '', close };
}
