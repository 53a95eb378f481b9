/**
 * Conversations as pages see them, from their rows. Runs in the core. Changes nothing.
 */
import type { Conversation, ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { ConversationHead, ConversationRecord } from '../db/conversations.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { Store } from '../db/store.ts';

export type ConversationViews = {
  summaryOf(record: ConversationRecord): ConversationSummary;
  summaries(heads: readonly ConversationHead[]): ConversationSummary[];
  withMessages(record: ConversationRecord): Conversation;
};

export function createConversationViews(
  store: Store,
  generation: { isGenerating(conversationId: ConversationId): boolean },
): ConversationViews {
  const summary = (head: ConversationHead, tags: readonly string[]): ConversationSummary => ({
    id: head.id,
    title: head.title,
    titleBy: head.titleBy,
    isPinned: head.isPinned,
    isArchived: head.archivedAtMs !== null,
    folderId: head.folderId,
    tags: [...tags],
    createdAtMs: head.createdAtMs,
    updatedAtMs: head.updatedAtMs,
    isGenerating: generation.isGenerating(head.id),
  });
  return {
    summaryOf: (record) =>
      summary(
        { ...record, folderId: liveFolder(store, record)?.id ?? null },
        store.conversationTags.of(record.id),
      ),
    summaries: (heads) => {
      const tags = store.conversationTags.all();
      return heads.map((head) => summary(head, tags.get(head.id) ?? []));
    },
    withMessages: (record) => withMessages(store, record),
  };
}

/** The folder that a conversation is in; a deleted one keeps it for the case that it comes back. */
function liveFolder(store: Store, { folderId }: ConversationRecord): FolderRecord | null {
  const folder = folderId === null ? null : store.folders.find(folderId);
  return folder?.deletedAtMs === null ? folder : null;
}

function withMessages(store: Store, conversation: ConversationRecord): Conversation {
  const { deletedAtMs: _deletedAtMs, archivedAtMs, ...rest } = conversation;
  const comparisonId = store.comparisons.lane(conversation.id)?.comparisonId ?? null;
  return {
    ...rest,
    isArchived: archivedAtMs !== null,
    folderId: liveFolder(store, conversation)?.id ?? null,
    tags: store.conversationTags.of(conversation.id),
    comparisonId,
    messages: store.messages.list(conversation.id),
    summaries: store.summaries.list(conversation.id),
    summaryReads: store.summaries.reads(conversation.id),
  };
}
