/**
 * What a person asks about the title of a conversation that a model writes, each with a way back in its message. Runs in
 * the page. Renaming by hand is a change of the conversation (actions.ts).
 */
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { attempt, updateConversation } from './actions.ts';
import { showToast } from './toasts.ts';

/** What has to be known of a conversation to name it. */
export type Titled = Pick<Conversation, 'id' | 'title' | 'titleBy'>;

export type Titles = {
  /** By the conversation's model, in the place of any title. */
  readonly write: (conversation: Titled) => Promise<void>;
  readonly cancel: (conversationId: ConversationId) => Promise<void>;
  /** The first words again. */
  readonly takeBack: (conversation: Titled) => Promise<void>;
};

export function useTitles(): Titles {
  const { t } = useTranslation(['titles', 'common']);
  const undo = ({ id, title, titleBy }: Titled): { label: string; run: () => void } => ({
    label: t('common:undo'),
    // First words that somebody goes back to are their choice: nobody replaces them again.
    run: () => void updateConversation(id, { title, titleBy: titleBy === 'model' ? 'model' : 'person' }),
  });
  return {
    write: async (conversation) => {
      const answer = await attempt(() => core.titles.write({ conversationId: conversation.id }));
      if (answer?.outcome === 'written') showToast(t('titles:written'), undo(conversation));
      if (answer?.outcome === 'kept') showToast(t('titles:kept'));
    },
    cancel: async (conversationId) => void (await attempt(() => core.titles.cancel({ conversationId }))),
    takeBack: async (conversation) => {
      if (await attempt(() => core.titles.takeBack({ conversationId: conversation.id })))
        showToast(t('titles:takenBack'), undo(conversation));
    },
  };
}
