/**
 * Puts a new lane into a comparison: a conversation of its own, and its place. Runs in the core, in a transaction of its
 * caller's.
 */
import type { NewLane } from '#contract/comparisons.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import type { ComparisonsContext } from './comparisons-context.ts';

export function insertLane(
  { store, newId, now }: Pick<ComparisonsContext, 'store' | 'newId' | 'now'>,
  comparisonId: ComparisonId,
  position: number,
  lane: NewLane,
): void {
  const conversationId = newId() as ConversationId; // newId gives UUIDs, which is all that the brand says
  const nowMs = now();
  store.conversations.insert({
    id: conversationId,
    title: '',
    titleBy: 'beginning',
    isPinned: false,
    archivedAtMs: null,
    folderId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    systemPrompt: lane.systemPrompt,
    settings: lane.settings,
    template: lane.template,
    contextStrategy: 'stop',
    modelId: lane.modelId,
    presetId: null,
    draft: '',
    replyBeginning: '',
    leafId: null,
  });
  store.comparisons.insertLane({
    conversationId,
    comparisonId,
    position,
    turnsDone: 0,
    state: 'waiting',
    replyId: null,
    attempts: 0,
    error: null,
  });
}
