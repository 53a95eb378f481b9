/**
 * Takes the settings that were tried into the open conversation, with a way back. Page. What belongs to the
 * conversation alone (seed, limits, stop texts) stays its own.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { samplerSettingsSchema, type GenerationSettings } from '#contract/sampler.ts';
import { core } from '../../client.ts';
import { attempt, updateConversation } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';

export async function applyInChat(
  conversationId: ConversationId,
  tried: GenerationSettings,
  words: { readonly done: string; readonly undo: string },
): Promise<void> {
  const key = queryKeys.conversation(conversationId);
  const conversation =
    queryClient.getQueryData<Conversation>(key) ??
    (await attempt(() => core.conversations.get({ conversationId })));
  if (!conversation) return;
  const before = conversation.settings;
  await updateConversation(conversationId, {
    settings: { ...before, ...samplerSettingsSchema.parse(tried) },
  });
  const undo = (): void => void updateConversation(conversationId, { settings: before });
  showToast(words.done, { label: words.undo, run: undo });
}
