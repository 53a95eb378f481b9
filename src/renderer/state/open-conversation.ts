/**
 * Opening and making conversations: one place, so that the sidebar, the palette and the keys do the same. Runs in the page.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId, FolderId, ModelId } from '#contract/ids.ts';
import type { Preset } from '#contract/presets.ts';
import type { Settings } from '#contract/settings.ts';
import { core } from '../client.ts';
import { attempt, updateSettings } from './actions.ts';
import { queryClient, queryKeys } from './queries.ts';
import { readLine } from './read-line.ts';
import { tokenSelection } from './traces/selection.ts';
import { focusComposer, useView } from './view.ts';

export function openConversation(conversationId: ConversationId | null): void {
  // A chosen token belongs to the text that is left.
  if (useView.getState().conversationId !== conversationId) tokenSelection.set(null);
  useView.setState({ conversationId, screen: 'chat', isSidebarSheetOpen: false });
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  if (settings?.lastConversationId !== conversationId) updateSettings({ lastConversationId: conversationId });
}

/**
 * Makes a conversation and opens it. When the open one is still empty and in the same place, that one is used: no row of
 * empty ones. @param folderId whose prompt and model it begins with; null: no folder
 */
export async function newConversation(folderId: FolderId | null = null): Promise<void> {
  const { conversationId } = useView.getState();
  const open = queryClient.getQueryData<Conversation>(queryKeys.conversation(conversationId));
  // One in a folder begins with what the folder had when it was made, which may have changed.
  if (open && open.messages.length === 0 && folderId === null && open.folderId === null) {
    openConversation(open.id);
    focusComposer();
    return;
  }
  await create(folderId === null ? { modelId: usualModelId(open) } : { folderId });
}

/** The same with everything of a preset, and always another conversation: an empty one may be set up for something else. */
export async function newConversationWith({ id: presetId }: Pick<Preset, 'id'>): Promise<void> {
  const open = queryClient.getQueryData<Conversation>(
    queryKeys.conversation(useView.getState().conversationId),
  );
  await create({ presetId, modelId: usualModelId(open) });
}

/** The one of the open conversation, else of all new ones. */
function usualModelId(open: Conversation | undefined): ModelId | null {
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  return open?.modelId ?? settings?.defaultModelId ?? null;
}

async function create(given: Parameters<typeof core.conversations.create>[0]): Promise<void> {
  const conversation = await attempt(() => core.conversations.create(given));
  if (!conversation) return;
  queryClient.setQueryData(queryKeys.conversation(conversation.id), conversation);
  await readLine(conversation.id);
  openConversation(conversation.id);
  focusComposer();
}
