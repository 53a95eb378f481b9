/**
 * Opens something at start: the conversation of last time, else the latest, else a new one. Page.
 */
import { useEffect } from 'react';
import type { Settings } from '#contract/settings.ts';
import { newConversation } from '../state/open-conversation.ts';
import { useConversations } from '../state/queries.ts';
import { useView } from '../state/view.ts';

let isMaking = false;

export function useFirstConversation(settings: Settings): void {
  const conversationId = useView((view) => view.conversationId);
  const { data: list } = useConversations();
  useEffect(() => {
    if (conversationId !== null || !list || isMaking) return;
    const last = list.find(({ id }) => id === settings.lastConversationId) ?? list[0];
    if (last) {
      // Not openConversation: whoever has gone to another screen meanwhile stays there.
      useView.setState({ conversationId: last.id });
      return;
    }
    isMaking = true;
    void newConversation().finally(() => {
      isMaking = false;
    });
  }, [conversationId, list, settings.lastConversationId]);
}
