/**
 * What can be done with comparisons and their lanes. Runs in the page. Failures become toasts.
 */
import type { Comparison } from '#contract/comparisons.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { attempt, attemptChange } from '../../state/actions.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { openComparison } from './comparisons-store.ts';
import { type LaneDraft, withoutKey } from './lane-drafts.ts';

/** Puts a comparison that the core answered with on the screen, before its notice is read. */
function show(comparison: Comparison | undefined): boolean {
  if (!comparison) return false;
  queryClient.setQueryData(queryKeys.comparison(comparison.id), comparison);
  return true;
}

export async function startComparison(drafts: readonly LaneDraft[]): Promise<void> {
  const comparison = await attempt(() => core.comparisons.create({ lanes: drafts.map(withoutKey) }));
  if (comparison && show(comparison)) openComparison(comparison.id);
}

/** True when the prompt is on disk. */
export async function sendPrompt(comparisonId: ComparisonId, text: string): Promise<boolean> {
  return show(await attempt(() => core.comparisons.send({ comparisonId, text })));
}

export async function addLane(comparisonId: ComparisonId, draft: LaneDraft): Promise<void> {
  show(await attempt(() => core.comparisons.addLane({ comparisonId, lane: withoutKey(draft) })));
}

export async function moveLane(
  comparisonId: ComparisonId,
  conversationId: ConversationId,
  to: number,
): Promise<void> {
  show(await attempt(() => core.comparisons.moveLane({ comparisonId, conversationId, to })));
}

/** True when it is gone: it can be taken out of the bin again. */
export async function removeLane(
  comparisonId: ComparisonId,
  conversationId: ConversationId,
): Promise<boolean> {
  return show(await attempt(() => core.comparisons.removeLane({ comparisonId, conversationId })));
}

export async function restoreLane(comparisonId: ComparisonId, conversationId: ConversationId): Promise<void> {
  await attempt(() => core.conversations.restore({ conversationId }));
  await queryClient.invalidateQueries({ queryKey: queryKeys.comparison(comparisonId) });
}

/** Null: all lanes. */
export function stopLanes(comparisonId: ComparisonId, conversationId: ConversationId | null = null): void {
  void attempt(() => core.comparisons.stop({ comparisonId, conversationId }));
}

export async function resumeLane(comparisonId: ComparisonId, conversationId: ConversationId): Promise<void> {
  show(await attempt(() => core.comparisons.resume({ comparisonId, conversationId })));
}

/** The lane stays; its copy is opened as a chat. */
export async function takeLaneOut(comparisonId: ComparisonId, conversationId: ConversationId): Promise<void> {
  const taken = await attempt(() => core.comparisons.takeOut({ comparisonId, conversationId }));
  if (!taken) return;
  await queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
  openConversation(taken.conversationId);
}

export function saveDraft(comparisonId: ComparisonId, draft: string): void {
  queryClient.setQueryData<Comparison>(
    queryKeys.comparison(comparisonId),
    (known) => known && { ...known, draft },
  );
  void attempt(() => core.comparisons.update({ comparisonId, draft }));
}

/** True when it is in the bin. */
export const deleteComparison = (comparisonId: ComparisonId): Promise<boolean> =>
  attemptChange(queryKeys.comparisons, () => core.comparisons.delete({ comparisonId }));

export async function restoreComparison(comparisonId: ComparisonId): Promise<void> {
  await attemptChange(queryKeys.comparisons, () => core.comparisons.restore({ comparisonId }));
}
