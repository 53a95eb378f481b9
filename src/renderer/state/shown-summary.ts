/**
 * Which summary stands in the place of the first messages of the branch on screen. Page; pure. The core decides the same for what
 * is sent (core/generation/read-branch.ts).
 */
import type { MessageId } from '#contract/ids.ts';
import type { Summary } from '#contract/summaries.ts';

/** The one in force that covers most; the newer of two of the same messages. Null: the messages themselves are read. */
export function shownSummary(summaries: readonly Summary[], branchIds: readonly MessageId[]): Summary | null {
  const current = summaries.filter(({ state }) => state === 'current');
  if (current.length === 0) return null;
  const positions = new Map(branchIds.map((id, index) => [id, index]));
  const reach = ({ lastMessageId }: Summary): number => positions.get(lastMessageId) ?? -1;
  const longest = Math.max(...current.map(reach));
  return longest < 0 ? null : (current.findLast((summary) => reach(summary) === longest) ?? null);
}
