/**
 * Conversations: list, create, read, change, bin, choose a branch. Runs in the core. Writes no replies (see
 * core/generation).
 */
import type {
  ContextStrategy,
  Conversation,
  ConversationSummary,
  Template,
} from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import type { Notices } from '../app/notices.ts';
import type { ConversationHead, ConversationRecord } from '../db/conversations.ts';
import type { Store } from '../db/store.ts';
import type { ModelLibrary } from '../models/model-library.ts';
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
  readonly isPinned?: boolean | undefined;
  readonly systemPrompt?: string | undefined;
  readonly template?: Template | undefined;
  readonly contextStrategy?: ContextStrategy | undefined;
  readonly settings?: GenerationSettings | undefined;
  readonly modelId?: ModelId | null | undefined;
  readonly draft?: string | undefined;
};

export type ConversationsService = {
  list(): ConversationSummary[];
  create(given: Pick<Changes, 'systemPrompt' | 'settings' | 'modelId'>): Conversation;
  /** @throws conversation.notFound */
  get(id: ConversationId): Conversation;
  /** @throws conversation.notFound */
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

  function save(conversation: ConversationRecord): void {
    store.transaction(() => store.conversations.update(conversation));
    context.notices.publish({ kind: 'conversationChanged', conversationId: conversation.id });
  }

  const summary = (head: ConversationHead): ConversationSummary => ({
    id: head.id,
    title: head.title,
    isPinned: head.isPinned,
    createdAtMs: head.createdAtMs,
    updatedAtMs: head.updatedAtMs,
    isGenerating: context.generation.isGenerating(head.id),
  });

  return {
    list: () => store.conversations.list().map(summary),
    create: (given) => {
      const conversation = newConversation(context, given);
      store.transaction(() => store.conversations.insert(conversation));
      context.notices.publish({ kind: 'conversationChanged', conversationId: conversation.id });
      return withMessages(store, conversation);
    },
    get: (id) => withMessages(store, present(store, id)),
    update: (id, changes) => {
      const before = present(store, id);
      const after = changed(before, changes);
      // A draft is saved at every pause in typing; no other page needs to hear of it.
      if (isDraftOnly(changes)) store.transaction(() => store.conversations.update(after));
      else save(after);
      return summary(after);
    },
    delete: (id) => {
      const conversation = present(store, id);
      save({ ...conversation, deletedAtMs: context.now() });
      context.generation.stopConversation(id);
    },
    restore: (id) => {
      const conversation = { ...find(store, id), deletedAtMs: null };
      save(conversation);
      return summary(conversation);
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

function newConversation(
  context: ConversationsContext,
  given: Pick<Changes, 'systemPrompt' | 'settings' | 'template' | 'modelId'>,
): ConversationRecord {
  const nowMs = context.now();
  const modelId = given.modelId === undefined ? context.settings.get().defaultModelId : given.modelId;
  return {
    id: context.newId() as ConversationId, // newId gives UUIDs, which is all that the brand says
    title: '',
    isPinned: false,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    systemPrompt: given.systemPrompt ?? '',
    template: given.template ?? 'model',
    contextStrategy: context.settings.get().contextStrategy,
    settings: given.settings ?? samplerOf(context, modelId) ?? samplerPresets.balanced,
    modelId,
    draft: '',
    leafId: null,
  };
}

/** What a person chose for new conversations with this model. */
function samplerOf({ library }: ConversationsContext, modelId: ModelId | null): GenerationSettings | null {
  return library.list().models.find(({ id }) => id === modelId)?.loadSettings.sampler ?? null;
}

function changed(conversation: ConversationRecord, changes: Changes): ConversationRecord {
  return {
    ...conversation,
    title: changes.title ?? conversation.title,
    isPinned: changes.isPinned ?? conversation.isPinned,
    systemPrompt: changes.systemPrompt ?? conversation.systemPrompt,
    template: changes.template ?? conversation.template,
    contextStrategy: changes.contextStrategy ?? conversation.contextStrategy,
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
  const { deletedAtMs: _deletedAtMs, ...rest } = conversation;
  const comparisonId = store.comparisons.lane(conversation.id)?.comparisonId ?? null;
  return { ...rest, comparisonId, messages: store.messages.list(conversation.id) };
}
