/**
 * Conversations: list, create, read, change, bin, choose a branch. Runs in the core. Writes no replies (see
 * core/generation).
 */
import type {
  ContextStrategy,
  Conversation,
  ConversationSummary,
  Template,
  TitleBy,
} from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, FolderId, MessageId, ModelId, PresetId } from '#contract/ids.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { Notices } from '../app/notices.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { Store } from '../db/store.ts';
import { presentPreset } from '../presets/presets.ts';
import { fold } from '../search/parse-query.ts';
import { type ConversationWork, createConversationViews } from './conversation-views.ts';
import {
  type NewConversation,
  type NewConversationContext,
  newConversation,
  presentFolder,
} from './new-conversation.ts';

export type ConversationsContext = NewConversationContext & {
  readonly notices: Notices;
  readonly titles?: ConversationWork['titles'];
  readonly generation: {
    isGenerating(conversationId: ConversationId): boolean;
    stopConversation(conversationId: ConversationId): void;
  };
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
  readonly contextStrategy?: ContextStrategy | undefined;
  readonly settings?: GenerationSettings | undefined;
  readonly modelId?: ModelId | null | undefined;
  readonly presetId?: PresetId | null | undefined;
  readonly draft?: string | undefined;
  readonly replyBeginning?: string | undefined;
};

export type ConversationsService = {
  list(): ConversationSummary[];
  listArchived(): ConversationSummary[];
  /** Every tag with the number of its conversations. */
  tags(): { tag: string; conversations: number }[];
  /** @throws folder.notFound, preset.notFound */
  create(given: NewConversation): Conversation;
  /** @throws conversation.notFound */
  get(id: ConversationId): Conversation;
  /** Null: it is neither in the list nor in the archive. */
  summary(id: ConversationId): ConversationSummary | null;
  /** @throws conversation.notFound, folder.notFound, preset.notFound */
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

  const views = createConversationViews(store, context);
  return {
    list: () => views.summaries(store.conversations.list()),
    listArchived: () => views.summaries(store.conversations.archived()),
    tags: () => store.conversationTags.count(),
    create: (given) => {
      const conversation = newConversation(context, given);
      store.transaction(() => store.conversations.insert(conversation));
      context.notices.publish({ kind: 'conversationChanged', conversationId: conversation.id });
      return views.withMessages(conversation);
    },
    get: (id) => views.withMessages(present(store, id)),
    summary: (id) => views.listed(store.conversations.find(id)),
    update: (id, changes) => {
      const before = present(store, id);
      if (changes.folderId) presentFolder(store, changes.folderId);
      if (changes.presetId) presentPreset(store, changes.presetId);
      const { tags } = changes;
      const after = changed(before, changes, context.now());
      // Saved at every pause in typing; no other page needs to hear of it.
      if (isDraftOnly(changes)) store.transaction(() => store.conversations.update(after));
      else save(after, () => tags && store.conversationTags.set(id, knownTags(store, tags)));
      return views.summaryOf(after);
    },
    delete: (id) => {
      const conversation = present(store, id);
      save({ ...conversation, deletedAtMs: context.now() });
      context.generation.stopConversation(id);
    },
    restore: (id) => {
      const conversation = { ...find(store, id), deletedAtMs: null };
      save(conversation);
      return views.summaryOf(conversation);
    },
    selectBranch: (id, messageId) => {
      const conversation = present(store, id);
      const leafId = leafBelow(store, id, messageId);
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

/** The end of the branch that was written last below the message. */
function leafBelow({ messages }: Store, id: ConversationId, messageId: MessageId): MessageId {
  if (messages.find(messageId)?.conversationId !== id) throw new PrismeError('message.notFound');
  return messages.newestLeaf(messageId) ?? messageId;
}

/** As they are written where they are in use already. */
function knownTags({ conversationTags }: Store, tags: readonly string[]) {
  return tags.map((tag) => {
    const folded = fold(tag);
    return { tag: conversationTags.known(folded) ?? tag, folded };
  });
}

function changed(conversation: ConversationRecord, changes: Changes, nowMs: number): ConversationRecord {
  const { isArchived, tags: _tags, ...fields } = changes;
  const { archivedAtMs } = conversation;
  return {
    ...conversation,
    ...given(fields),
    titleBy: changes.titleBy ?? (changes.title === undefined ? conversation.titleBy : 'person'),
    archivedAtMs: isArchived === undefined ? archivedAtMs : isArchived ? (archivedAtMs ?? nowMs) : null,
  };
}

type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Without what is undefined, which would take the place of what there is. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  // The same keys with the same values, but for those that are left out.
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Given<Fields>;
}

function isDraftOnly(changes: Changes): boolean {
  const { draft, replyBeginning, ...others } = changes;
  const isTyped = draft !== undefined || replyBeginning !== undefined;
  return isTyped && Object.values(others).every((value) => value === undefined);
}
