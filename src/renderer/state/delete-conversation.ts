/**
 * Deleting a conversation with a way back: the toast's Undo takes it out of the bin. Runs in the page.
 */
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import { core } from '../client.ts';
import { attempt } from './actions.ts';
import { openConversation } from './open-conversation.ts';
import { queryClient, queryKeys } from './queries.ts';
import { readLine } from './read-line.ts';
import { showToast } from './toasts.ts';
import { useView } from './view.ts';

/** Opens the neighbour when the deleted one was open. */
export function useDeleteConversation(): (conversation: Pick<ConversationSummary, 'id' | 'title'>) => void {
  const { t } = useTranslation(['conversations', 'common']);
  const remove = async ({ id, title }: Pick<ConversationSummary, 'id' | 'title'>): Promise<void> => {
    const list = queryClient.getQueryData<ConversationSummary[]>(queryKeys.conversations) ?? [];
    if (!(await attempt(() => core.conversations.delete({ conversationId: id })))) return;
    const index = list.findIndex((each) => each.id === id);
    const rest = list.filter((each) => each.id !== id);
    queryClient.setQueryData(queryKeys.conversations, rest);
    if (useView.getState().conversationId === id) openConversation((rest[index] ?? rest.at(-1))?.id ?? null);
    const restore = async (): Promise<void> => {
      if (!(await attempt(() => core.conversations.restore({ conversationId: id })))) return;
      await readLine(id);
      openConversation(id);
    };
    void queryClient.invalidateQueries({ queryKey: queryKeys.lists });
    showToast(t('conversations:deleted', { title: title || t('conversations:untitled') }), {
      label: t('common:undo'),
      run: () => void restore(),
    });
  };
  return (conversation) => void remove(conversation);
}
