/**
 * Goes to a message of any conversation: opens it, or the comparison that it is a lane of, on the branch that holds the
 * message, and shows the message with what was found in it. Runs in the page.
 */
import { create } from 'zustand';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { attempt } from './actions.ts';
import { openInstrument } from './instruments.ts';
import { openConversation } from './open-conversation.ts';
import { queryClient, queryKeys } from './queries.ts';
import { markIn } from './found-text.ts';

/** The message that was gone to last: it is drawn, however far from the view. */
const useSought = create<{ readonly messageId: MessageId | null }>(() => ({ messageId: null }));

export function useSoughtMessageId(): MessageId | null {
  return useSought(({ messageId }) => messageId);
}

function isOnBranch({ messages, leafId }: Conversation, messageId: MessageId): boolean {
  const parents = new Map(messages.map(({ id, parentId }) => [id, parentId]));
  let at = leafId;
  // A damaged tree could hold a loop; a branch is never longer than the tree.
  for (let steps = 0; at !== null && steps <= messages.length; steps++) {
    if (at === messageId) return true;
    at = parents.get(at) ?? null;
  }
  return false;
}

/**
 * Never rejects: a conversation that is gone is told in a toast, and everything stays as it was.
 * @returns whether the branch is on screen
 */
export async function openBranchOf(conversationId: ConversationId, messageId: MessageId): Promise<boolean> {
  const queryKey = queryKeys.conversation(conversationId);
  const conversation = await attempt(() =>
    queryClient.fetchQuery({ queryKey, queryFn: () => core.conversations.get({ conversationId }) }),
  );
  if (!conversation) return false;
  if (!isOnBranch(conversation, messageId)) {
    const selected = await attempt(() => core.conversations.selectBranch({ conversationId, messageId }));
    if (!selected) return false;
    queryClient.setQueryData<Conversation>(
      queryKey,
      (known) => known && { ...known, leafId: selected.leafId },
    );
  }
  const { comparisonId } = conversation;
  if (comparisonId === null) openConversation(conversationId);
  else openInstrument('comparisons', { comparisonId });
  return true;
}

/** @param found the pieces of its text that are marked */
export async function goToMessage(
  conversationId: ConversationId,
  messageId: MessageId,
  found: readonly string[],
): Promise<void> {
  if (!(await openBranchOf(conversationId, messageId))) return;
  useSought.setState({ messageId });
  markIn(`[data-message="${messageId}"]`, found);
}
