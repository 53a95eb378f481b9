/**
 * Copies a lane into an ordinary conversation: the branch that it shows, with traces. Runs in the core, in one
 * transaction. The lane stays where it is.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import { copyMessages } from '../generation/copy-messages.ts';
import type { ComparisonsContext } from './comparisons-context.ts';

const longestTitle = 60;

/** @throws message.stillStreaming, conversation.notFound, app.diskFull, app.storageFailed */
export function takeLaneOut(
  context: Pick<ComparisonsContext, 'store' | 'newId' | 'now' | 'notices' | 'generation'>,
  comparisonId: ComparisonId,
  laneId: ConversationId,
): ConversationId {
  const { store, newId, now, notices, generation } = context;
  if (generation.isGenerating(laneId)) throw new PrismeError('message.stillStreaming');
  const conversationId = newId() as ConversationId; // newId gives UUIDs, which is all that the brand says
  store.transaction(() => {
    const lane = store.conversations.find(laneId);
    if (lane === null) throw new PrismeError('conversation.notFound');
    const nowMs = now();
    const copy = {
      ...lane,
      id: conversationId,
      title: titleOf(store.comparisons.turns(comparisonId)[0] ?? ''),
      titleBy: 'beginning' as const,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      draft: '',
      leafId: null,
    };
    store.conversations.insert(copy);
    if (lane.leafId === null) return;
    const names = copyMessages(context, store.messages.path(lane.leafId), conversationId);
    store.conversations.update({ ...copy, leafId: names.get(lane.leafId) ?? null });
  });
  notices.publish({ kind: 'conversationChanged', conversationId });
  return conversationId;
}

/** The first line of the first prompt. */
function titleOf(prompt: string): string {
  const line = prompt.trim().split('\n', 1)[0]?.replaceAll(/\s+/gu, ' ') ?? '';
  return line.length > longestTitle ? `${line.slice(0, longestTitle)}…` : line;
}
