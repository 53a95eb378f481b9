/**
 * A text of the library as the system prompt of the open conversation, with a way back. Page.
 */
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import { updateConversation } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { useView } from '../../state/view.ts';

export function useSystemPrompt(): (name: string, text: string) => void {
  const { t } = useTranslation(['prompts', 'common']);
  const set = async (name: string, systemPrompt: string): Promise<void> => {
    const { conversationId } = useView.getState();
    if (conversationId === null) return;
    const before = queryClient.getQueryData<Conversation>(
      queryKeys.conversation(conversationId),
    )?.systemPrompt;
    if (!(await updateConversation(conversationId, { systemPrompt }))) return;
    const undo = {
      label: t('common:undo'),
      run: () => void updateConversation(conversationId, { systemPrompt: before ?? '' }),
    };
    showToast(t('prompts:systemPromptSet', { name }), before === undefined ? null : undo);
  };
  return (name, text) => void set(name, text);
}
