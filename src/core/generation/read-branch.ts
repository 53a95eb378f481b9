/**
 * What the model shall read of a conversation: the turns of a branch, and the summary that stands in the place of the oldest.
 * Runs in the core. Reads the database and writes nothing; whether it fits is decided in fit-context.ts.
 */
import type { MessageId } from '#contract/ids.ts';
import type { Summary } from '#contract/summaries.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { Store } from '../db/store.ts';
import type { Branch, BranchTurn } from './fit-context.ts';

type SummaryStore = Pick<Store, 'summaries'>;

/**
 * @param turns the whole branch, ending with the message to be answered
 * @param mostMessages a summary of more messages is not read
 */
export function readBranch(
  { summaries }: SummaryStore,
  { id, systemPrompt, template }: Pick<ConversationRecord, 'id' | 'systemPrompt' | 'template'>,
  turns: readonly BranchTurn[],
  mostMessages = Infinity,
): Branch {
  const found = longestSummary(summaries.list(id), turns, mostMessages);
  if (found === null) return { systemPrompt, template, summary: null, turns };
  const { summary, count } = found;
  return {
    systemPrompt,
    template,
    summary: { id: summary.id, text: summary.text, covered: turns.slice(0, count) },
    turns: turns.slice(count),
  };
}

type Found = { readonly summary: Summary; readonly count: number };

/**
 * The one in force that covers most, of those whose messages are all in the branch: the messages of a tree never move, so the
 * last one says that. The last turn is never covered.
 */
function longestSummary(
  summaries: readonly Summary[],
  turns: readonly BranchTurn[],
  mostMessages: number,
): Found | null {
  if (summaries.length === 0) return null;
  const positions = new Map(turns.map(({ messageId }, index) => [messageId, index]));
  let longest: Found | null = null;
  for (const summary of summaries) {
    const count = 1 + (positions.get(summary.lastMessageId) ?? -1);
    const isUsable = summary.state === 'current' && count > 0 && count < turns.length;
    // The newer of two of the same messages.
    if (isUsable && count <= mostMessages && count >= (longest?.count ?? 0)) longest = { summary, count };
  }
  return longest;
}

/**
 * How many messages a summary may cover for a reply that is written again: as many as the first time, so that the model reads
 * the same. One that had read everything reads everything; where turns were left out, a summary is better.
 */
export function mostSummarised(
  { summaries, messages }: Pick<Store, 'summaries' | 'messages'>,
  replyId: MessageId,
): number {
  const read = summaries.read(replyId)?.summaryId ?? null;
  if (read !== null) return summaries.find(read)?.messageCount ?? Infinity;
  const cut = messages.find(replyId)?.cutMessageIds ?? [];
  return cut.length === 0 && messages.find(replyId)?.hasTrace === true ? 0 : Infinity;
}
