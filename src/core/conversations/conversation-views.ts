/**
 * Conversations as pages see them, from their rows. Runs in the core. Changes nothing.
 */
import type { Conversation, ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId, PresetId } from '#contract/ids.ts';
import type { ConversationHead, ConversationRecord } from '../db/conversations.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { Store } from '../db/store.ts';

/** What goes on in conversations. */
export type ConversationWork = {
  readonly generation: { isGenerating(conversationId: ConversationId): boolean };
  readonly titles?: { isWriting(conversationId: ConversationId): boolean } | undefined;
};

export type ConversationViews = {
  summaryOf(record: ConversationRecord): ConversationSummary;
  summaries(heads: readonly ConversationHead[]): ConversationSummary[];
  /** Null: it is neither in the list nor in the archive. */
  listed(record: ConversationRecord | null): ConversationSummary | null;
  withMessages(record: ConversationRecord): Conversation;
};

export function createConversationViews(
  store: Store,
  { generation, titles }: ConversationWork,
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
    isTitling: titles?.isWriting(head.id) ?? false,
  });
  const summaryOf = (record: ConversationRecord): ConversationSummary =>
    summary(
      { ...record, folderId: liveFolder(store, record)?.id ?? null },
      store.conversationTags.of(record.id),
    );
  return {
    summaryOf,
    listed: (record) =>
      record?.deletedAtMs === null && store.comparisons.lane(record.id) === null ? summaryOf(record) : null,
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

/** The same for the preset. */
function livePreset(store: Store, { presetId }: ConversationRecord): PresetId | null {
  const preset = presetId === null ? null : store.presets.find(presetId);
  return preset?.deletedAtMs === null ? preset.id : null;
}

function withMessages(store: Store, conversation: ConversationRecord): Conversation {
  const { deletedAtMs: _deletedAtMs, archivedAtMs, ...rest } = conversation;
  const comparisonId = store.comparisons.lane(conversation.id)?.comparisonId ?? null;
  return {
    ...rest,
    isArchived: archivedAtMs !== null,
    folderId: liveFolder(store, conversation)?.id ?? null,
    presetId: livePreset(store, conversation),
    tags: store.conversationTags.of(conversation.id),
    comparisonId,
    draftDocuments: store.documents.ofDraft(conversation.id),
    messages: store.messages.list(conversation.id),
    summaries: store.summaries.list(conversation.id),
    summaryReads: store.summaries.reads(conversation.id),
  };
}
