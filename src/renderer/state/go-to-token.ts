/**
 * Goes to a token of any reply: opens the branch that holds the reply, and chooses the token. Runs in the page.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { openBranchOf } from './go-to-message.ts';
import { chooseAndFocus } from './traces/selection.ts';

/** Never rejects: a conversation that is gone is told in a toast, and everything stays as it was. */
export async function goToToken(
  conversationId: ConversationId,
  messageId: MessageId,
  position: number,
): Promise<void> {
  if (await openBranchOf(conversationId, messageId)) chooseAndFocus({ messageId, target: 'reply', position });
}
