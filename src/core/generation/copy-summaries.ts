/**
 * Copies summaries into a copy of a conversation, and what its replies have read. Runs in the core, in a transaction of its
 * caller's. A summary that covers a message which is not in the copy stays behind.
 */
import type { ConversationId, MessageId, SummaryId } from '#contract/ids.ts';
import type { Names } from './copy-messages.ts';
import type { GenerationContext } from './generation-context.ts';

/** @param names of the messages in the copy; the last message of a summary is there exactly when all of them are */
export function copySummaries(
  { newId, store }: Pick<GenerationContext, 'newId' | 'store'>,
  from: ConversationId,
  to: ConversationId,
  names: Names,
): void {
  const ids = new Map<SummaryId, SummaryId>();
  for (const summary of store.summaries.list(from)) {
    const lastMessageId = names.get(summary.lastMessageId);
    if (lastMessageId === undefined) continue;
    const id = newId() as SummaryId; // newId gives UUIDs, which is all that the brand says
    ids.set(summary.id, id);
    store.summaries.insert({ ...summary, id, lastMessageId, conversationId: to });
  }
  for (const { messageId, summaryId, failure } of store.summaries.reads(from)) {
    const copy = names.get(messageId);
    if (copy === undefined) continue;
    const read = summaryId === null ? null : (ids.get(summaryId) ?? null);
    store.summaries.setRead({ messageId: copy, summaryId: read, failure });
  }
}

/** A branch at a token reads what the reply did that it leaves. */
export function copyRead({ store }: Pick<GenerationContext, 'store'>, from: MessageId, to: MessageId): void {
  const read = store.summaries.read(from);
  if (read !== null) store.summaries.setRead({ ...read, messageId: to });
}
