/**
 * Goes to a token of any reply: opens its conversation, or the comparison that it is a lane of, on the branch that holds the reply, and chooses the token.
 * Runs in the page.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { attempt } from './actions.ts';
import { openInstrument } from './instruments.ts';
import { openConversation } from './open-conversation.ts';
import { queryClient, queryKeys } from './queries.ts';
import { chooseAndFocus } from './traces/selection.ts';

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

/** Never rejects: a conversation that is gone is told in a toast, and everything stays as it was. */
export async function goToToken(
  conversationId: ConversationId,
  messageId: MessageId,
  position: number,
): Promise<void> {
  const queryKey = queryKeys.conversation(conversationId);
  const conversation = await attempt(() =>
    queryClient.fetchQuery({ queryKey, queryFn: () => core.conversations.get({ conversationId }) }),
  );
  if (!conversation) return;
  if (!isOnBranch(conversation, messageId)) {
    const selected = await attempt(() => core.conversations.selectBranch({ conversationId, messageId }));
    if (!selected) return;
    queryClient.setQueryData<Conversation>(
      queryKey,
      (known) => known && { ...known, leafId: selected.leafId },
    );
  }
  const { comparisonId } = conversation;
  if (comparisonId === null) openConversation(conversationId);
  else openInstrument('comparisons', { comparisonId });
  chooseAndFocus({ messageId, target: 'reply', position });
}
