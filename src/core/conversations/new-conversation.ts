/**
 * What a new conversation begins with. Runs in the core. Stores nothing.
 */
import type { Template } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, FolderId, ModelId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { Store } from '../db/store.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { SettingsService } from '../settings/settings.ts';

export type NewConversationContext = {
  readonly store: Store;
  readonly settings: SettingsService;
  readonly library: Pick<ModelLibrary, 'list'>;
  readonly now: () => number;
  readonly newId: () => string;
};

export type NewConversation = {
  readonly systemPrompt?: string | undefined;
  readonly settings?: GenerationSettings | undefined;
  readonly template?: Template | undefined;
  readonly modelId?: ModelId | null | undefined;
  readonly folderId?: FolderId | null | undefined;
};

/** What is not given comes from the folder, then from the settings. */
export function newConversation(context: NewConversationContext, given: NewConversation): ConversationRecord {
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
    contextStrategy: context.settings.get().contextStrategy,
    settings: given.settings ?? samplerOf(context, modelId) ?? samplerPresets.balanced,
    modelId,
    draft: '',
    replyBeginning: '',
    leafId: null,
  };
}

/** The folder's own, as long as its file is there. */
function modelFor(
  { library, settings }: NewConversationContext,
  folder: FolderRecord | null,
): ModelId | null {
  const own = library.list().models.find(({ id, isPresent }) => id === folder?.modelId && isPresent);
  return own?.id ?? settings.get().defaultModelId;
}

/** @throws folder.notFound, also for a deleted one */
export function presentFolder({ folders }: Pick<Store, 'folders'>, id: FolderId): FolderRecord {
  const folder = folders.find(id);
  if (folder === null || folder.deletedAtMs !== null) throw new PrismeError('folder.notFound');
  return folder;
}

/** What a person chose for new conversations with this model. */
function samplerOf({ library }: NewConversationContext, modelId: ModelId | null): GenerationSettings | null {
  return library.list().models.find(({ id }) => id === modelId)?.loadSettings.sampler ?? null;
}
