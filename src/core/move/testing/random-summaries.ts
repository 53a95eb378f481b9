/**
 * Summaries from a seed, for conversations from one. Runs in tests only.
 */
import { type ConversationId, type MessageId, modelIdSchema, summaryIdSchema } from '#contract/ids.ts';
import type { Store } from '../../db/store.ts';

const model = { id: modelIdSchema.parse('ab'.repeat(32)), name: 'Tiny · Q4_K_M' };

/** Chance from a seed, see random-conversations.ts. */
type Dice = {
  next(): number;
  int(low: number, high: number): number;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
  uuid(): string;
};

/** Up to two, and what a message read; often none. */
export function addSummaries(
  { summaries, messages }: Pick<Store, 'summaries' | 'messages'>,
  dice: Dice,
  conversationId: ConversationId,
  messageIds: readonly MessageId[],
): void {
  const [first, ...others] = messageIds;
  if (first === undefined || dice.next() < 0.5) return;
  const ids = Array.from({ length: dice.int(0, 2) }, () => summaryIdSchema.parse(dice.uuid()));
  for (const id of ids) {
    const lastMessageId = dice.pick([first, ...others]);
    const messageCount = messages.path(lastMessageId).length;
    summaries.insert({
      ...{ id, conversationId, lastMessageId, messageCount },
      ...{ text: dice.pick(['Résumé', '波长 🌈', 'a\n"b"']), model, createdAtMs: dice.int(0, 1e12) },
      ...{ isEdited: dice.next() < 0.3, tokens: dice.pick([null, dice.int(0, 99)]) },
      state: dice.pick(['current', 'replaced', 'dropped'] as const),
    });
  }
  const failure = dice.pick(['empty', 'failed', 'completion', 'noRoom'] as const);
  summaries.setRead({ messageId: dice.pick([first, ...others]), summaryId: ids[0] ?? null, failure });
}
