/**
 * The text that is being typed in a conversation. Page.
 */
import { useCallback } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import { updateConversation } from '../../state/actions.ts';
import { useDraft, type Draft } from '../../state/use-draft.ts';

export function useConversationDraft({ id, draft }: Conversation): Draft {
  const save = useCallback((text: string) => void updateConversation(id, { draft: text }), [id]);
  return useDraft(draft, save);
}
