/**
 * Conversations: list, create, read, change, bin, choose a branch. Runs in the core. Writes no replies (see
 * core/generation).
 */
import type { Conversation, ConversationSummary, Template, TitleBy } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, FolderId, MessageId, ModelId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import type { Notices } from '../app/notices.ts';
import type { ConversationHead, ConversationRecord } from '../db/conversations.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { Store } from '../db/store.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { fold } from '../search/parse-query.ts';
import type { SettingsService } from '../settings/settings.ts';

export type ConversationsContext = {
  readonly store: Store;
  readonly settings: SettingsService;
  readonly library: Pick<ModelLibrary, 'list'>;
  readonly notices: Notices;
  readonly generation: {
    isGenerating(conversationId: ConversationId): boolean;
    stopConversation(conversationId: ConversationId): void;
  };
  readonly now: () => number;
  readonly newId: () => string;
};

type Changes = {
  readonly title?: string | undefined;
  readonly titleBy?: TitleBy | undefined;
  readonly isPinned?: boolean | undefined;
  readonly isArchived?: boolean | undefined;
  readonly folderId?: FolderId | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly systemPrompt?: string | undefined;
  readonly template?: Template | undefined;
  readonly settings?: GenerationSettings | undefined;
  readonly modelId?: ModelId | null | undefined;
  readonly draft?: string | undefined;
};

type NewConversation = Pick<Changes, 'systemPrompt' | 'settings' | 'template' | 'modelId' | 'folderId'>;

export type ConversationsService = {
  list(): ConversationSummary[];
  listArchived(): ConversationSummary[];
  /** Every tag with the number of its conversations. */
  tags(): { tag: string; conversations: number }[];
  /** @throws folder.notFound */
  create(given: NewConversation): Conversation;
  /** @throws conversation.notFound */
  get(id: ConversationId): Conversation;
  /** @throws conversation.notFound, folder.notFound */
  update(id: ConversationId, changes: Changes): ConversationSummary;
  /** @throws conversation.notFound */
  delete(id: ConversationId): void;
  /** @throws conversation.notFound when it never existed */
  restore(id: ConversationId): ConversationSummary;
  /** @throws conversation.notFound, message.notFound */
  selectBranch(id: ConversationId, messageId: MessageId): MessageId;
};

export function createConversations(context: ConversationsContext): ConversationsService {
  const { store } = context;

  function save(conversation: ConversationRecord, alongside?: () => void): void {
    store.transaction(() => {
      store.conversations.update(conversation);
      alongside?.();
    });
    context.notices.publish({ kind: 'conversationChanged', conversationId: conversation.id });
  }

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
    isGenerating: context.generation.isGenerating(head.id),
  });
  const summaryOf = (record: ConversationRecord): ConversationSummary =>
    summary(
      { ...record, folderId: liveFolder(store, record)?.id ?? null },
      store.conversationTags.of(record.id),
    );
  const summaries = (heads: readonly ConversationHead[]): ConversationSummary[] => {
    const tags = store.conversationTags.all();
    return heads.map((head) => summary(head, tags.get(head.id) ?? []));
  };

  return {
    list: () => summaries(store.conversations.list()),
    listArchived: () => summaries(store.conversations.archived()),
    tags: () => store.conversationTags.count(),
    create: (given) => {
      const conversation = newConversation(context, given);
      store.transaction(() => store.conversations.insert(conversation));
      context.notices.publish({ kind: 'conversationChanged', conversationId: conversation.id });
      return withMessages(store, conversation);
    },
    get: (id) => withMessages(store, present(store, id)),
    update: (id, changes) => {
      const before = present(store, id);
      if (changes.folderId) presentFolder(store, changes.folderId);
      const after = changed(before, changes, context.now());
      const { tags } = changes;
      // A draft is saved at every pause in typing; no other page needs to hear of it.
      if (isDraftOnly(changes)) store.transaction(() => store.conversations.update(after));
      else save(after, () => tags && store.conversationTags.set(id, knownTags(store, tags)));
      return summaryOf(after);
    },
    delete: (id) => {
      const conversation = present(store, id);
      save({ ...conversation, deletedAtMs: context.now() });
      context.generation.stopConversation(id);
    },
    restore: (id) => {
      const conversation = { ...find(store, id), deletedAtMs: null };
      save(conversation);
      return summaryOf(conversation);
    },
    selectBranch: (id, messageId) => {
      const conversation = present(store, id);
      if (store.messages.find(messageId)?.conversationId !== id) throw new PrismeError('message.notFound');
      const leafId = store.messages.newestLeaf(messageId) ?? messageId;
      save({ ...conversation, leafId });
      return leafId;
    },
  };
}

/** Also finds those in the bin. */
function find(store: Store, id: ConversationId): ConversationRecord {
  const conversation = store.conversations.find(id);
  if (conversation === null) throw new PrismeError('conversation.notFound');
  return conversation;
}

function present(store: Store, id: ConversationId): ConversationRecord {
  const conversation = find(store, id);
  if (conversation.deletedAtMs !== null) throw new PrismeError('conversation.notFound');
  return conversation;
}

/** What is not given comes from the folder, then from the settings. */
function newConversation(context: ConversationsContext, given: NewConversation): ConversationRecord {
  const nowMs = context.now();
  const folder = given.folderId ? presentFolder(context.store, given.folderId) : null;
  const modelId = given.modelId === undefined ? modelFor(context, folder) : given.modelId;
  return {
    id: context.newId() as ConversationId, // newId gives UUIDs, which is all that the brand says
    title: '',
    titleBy: 'beginning',
    isPinned: false,
    archivedAtMs: null,
    folderId: folder?.id ?? null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    systemPrompt: given.systemPrompt ?? folder?.systemPrompt ?? '',
    template: given.template ?? 'model',
    settings: given.settings ?? samplerOf(context, modelId) ?? samplerPresets.balanced,
    modelId,
    draft: '',
    leafId: null,
  };
}

/** The folder's own, as long as its file is there. */
function modelFor({ library, settings }: ConversationsContext, folder: FolderRecord | null): ModelId | null {
  const own = library.list().models.find(({ id, isPresent }) => id === folder?.modelId && isPresent);
  return own?.id ?? settings.get().defaultModelId;
}

/** @throws folder.notFound, also for a deleted one */
function presentFolder(store: Store, id: FolderId): FolderRecord {
  const folder = store.folders.find(id);
  if (folder === null || folder.deletedAtMs !== null) throw new PrismeError('folder.notFound');
  return folder;
}

/** The folder that a conversation is in; a deleted one keeps it for the case that it comes back. */
function liveFolder(store: Store, { folderId }: ConversationRecord): FolderRecord | null {
  const folder = folderId === null ? null : store.folders.find(folderId);
  return folder?.deletedAtMs === null ? folder : null;
}

/** As they are written where they are in use already. */
function knownTags({ conversationTags }: Store, tags: readonly string[]) {
  return tags.map((tag) => {
    const folded = fold(tag);
    return { tag: conversationTags.known(folded) ?? tag, folded };
  });
}

/** What a person chose for new conversations with this model. */
function samplerOf({ library }: ConversationsContext, modelId: ModelId | null): GenerationSettings | null {
  return library.list().models.find(({ id }) => id === modelId)?.loadSettings.sampler ?? null;
}

function changed(conversation: ConversationRecord, changes: Changes, nowMs: number): ConversationRecord {
  const { isArchived, title, titleBy } = changes;
  const archivedAtMs = isArchived === true ? (conversation.archivedAtMs ?? nowMs) : null;
  return {
    ...conversation,
    title: title ?? conversation.title,
    titleBy: titleBy ?? (title === undefined ? conversation.titleBy : 'person'),
    isPinned: changes.isPinned ?? conversation.isPinned,
    archivedAtMs: isArchived === undefined ? conversation.archivedAtMs : archivedAtMs,
    folderId: changes.folderId === undefined ? conversation.folderId : changes.folderId,
    systemPrompt: changes.systemPrompt ?? conversation.systemPrompt,
    template: changes.template ?? conversation.template,
    settings: changes.settings ?? conversation.settings,
    modelId: changes.modelId === undefined ? conversation.modelId : changes.modelId,
    draft: changes.draft ?? conversation.draft,
  };
}

function isDraftOnly(changes: Changes): boolean {
  const { draft, ...others } = changes;
  return draft !== undefined && Object.values(others).every((value) => value === undefined);
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
  };
}
