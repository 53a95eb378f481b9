/**
 * What a conversation says about a message that is sent: what is done when it does not fit, and what becomes of the draft. Runs
 * in the core.
 */
import type { Overflow } from '#contract/generation.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { Store } from '../db/store.ts';

const overflowOf = { stop: 'refuse', dropOldest: 'cutOldest', summariseOldest: 'summarise' } as const;

/** As was said for this once, else as the conversation says. */
export function decideOverflow(
  overflow: Overflow,
  { contextStrategy }: ConversationRecord,
): Exclude<Overflow, 'asChosen'> {
  if (overflow !== 'asChosen') return overflow;
  return overflowOf[contextStrategy];
}

type SentMessage = {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documentIds?: readonly DocumentId[] | undefined;
};

/**
 * What was sent is no draft any more, nor is the beginning of the reply that was typed with it, in the same transaction: it never
 * stands in the conversation and in the field. Another text (an edit was sent) stays, and so do other documents. Call it within a transaction, before the message is shown as the leaf.
 */
export function takeDraft(
  { conversations, documents }: Store,
  { conversationId, parentId, text, documentIds = [] }: SentMessage,
): void {
  const present = conversations.find(conversationId);
  if (present === null) return;
  if (present.draft === text) conversations.update({ ...present, draft: '', replyBeginning: '' });
  // What is written goes below the last message, an edit beside another one: the two can hold the same documents.
  if (documentIds.length === 0 || present.leafId !== parentId) return;
  const left = documents.ofDraft(conversationId).filter(({ id }) => !documentIds.includes(id));
  documents.setDraft(
    conversationId,
    left.map(({ id }) => id),
  );
}
