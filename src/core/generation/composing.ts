/**
 * What a conversation says about a message that is sent: what is done when it does not fit, and what becomes of the draft. Runs
 * in the core.
 */
import type { Overflow } from '#contract/generation.ts';
import type { ConversationId } from '#contract/ids.ts';
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

/**
 * What was sent is no draft any more, in the same transaction: it never stands in the conversation and in the field. Another
 * text (an edit was sent) stays. Call it within a transaction.
 */
export function takeDraft({ conversations }: Store, id: ConversationId, sent: string): void {
  const present = conversations.find(id);
  if (present?.draft === sent) conversations.update({ ...present, draft: '' });
}
