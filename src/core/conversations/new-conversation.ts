/**
 * What a new conversation begins with. Runs in the core. Stores nothing.
 */
import type { Template } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, FolderId, ModelId, PresetId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { FolderRecord } from '../db/folders.ts';
import type { PresetRecord } from '../db/presets.ts';
import type { Store } from '../db/store.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { presentPreset } from '../presets/presets.ts';
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
  readonly presetId?: PresetId | null | undefined;
};

/** What is not given comes from a preset that was asked for, then the folder, then the usual preset, then the settings. */
export function newConversation(context: NewConversationContext, given: NewConversation): ConversationRecord {
  const nowMs = context.now();
  const origins = originsOf(context, given);
  const modelId = modelFor(context, given, origins);
  return {
    id: context.newId() as ConversationId, // newId gives UUIDs, which is all that the brand says
    title: '',
    titleBy: 'beginning',
    isPinned: false,
    archivedAtMs: null,
    folderId: origins.folder?.id ?? null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    ...valuesFor(context, given, origins, modelId),
    modelId,
    presetId: presetOf(origins)?.id ?? null,
    draft: '',
    replyBeginning: '',
    leafId: null,
  };
}

/** Where its values may come from. */
type Origins = {
  readonly chosen: PresetRecord | null;
  readonly folder: FolderRecord | null;
  readonly usual: PresetRecord | null;
};

function originsOf(context: NewConversationContext, given: NewConversation): Origins {
  return {
    chosen: given.presetId ? presentPreset(context.store, given.presetId) : null,
    folder: given.folderId ? presentFolder(context.store, given.folderId) : null,
    usual: given.presetId === undefined ? usualPreset(context) : null,
  };
}

function presetOf({ chosen, usual }: Origins): PresetRecord | null {
  return chosen ?? usual;
}

type Values = Pick<ConversationRecord, 'systemPrompt' | 'template' | 'contextStrategy' | 'settings'>;

function valuesFor(
  context: NewConversationContext,
  given: NewConversation,
  origins: Origins,
  modelId: ModelId | null,
): Values {
  const values = presetOf(origins) ?? {
    template: 'model',
    contextStrategy: context.settings.get().contextStrategy,
    settings: samplerOf(context, modelId) ?? samplerPresets.balanced,
  };
  return {
    systemPrompt: given.systemPrompt ?? promptFor(origins),
    template: given.template ?? values.template,
    contextStrategy: values.contextStrategy,
    settings: given.settings ?? values.settings,
  };
}

/** The preset of all new conversations. One that is deleted is none. */
function usualPreset({ store, settings }: NewConversationContext): PresetRecord | null {
  const { defaultPresetId } = settings.get();
  const preset = defaultPresetId === null ? null : store.presets.find(defaultPresetId);
  return preset?.deletedAtMs === null ? preset : null;
}

function promptFor({ chosen, folder, usual }: Origins): string {
  if (chosen !== null) return chosen.systemPrompt;
  return folder?.systemPrompt || (usual?.systemPrompt ?? '');
}

/** Models of folders and presets count as long as their file is there. */
function modelFor(
  { library, settings }: NewConversationContext,
  given: NewConversation,
  { chosen, folder, usual }: Origins,
): ModelId | null {
  const { models } = library.list();
  const present = (modelId: ModelId | null | undefined): ModelId | null =>
    models.find(({ id, isPresent }) => id === modelId && isPresent)?.id ?? null;
  const own = present(chosen?.model?.id);
  if (own !== null) return own;
  const ofFolder = present(folder?.modelId);
  const ofUsual = ofFolder === null ? present(usual?.model?.id) : null;
  if (ofUsual !== null) return ofUsual;
  if (given.modelId !== undefined) return given.modelId;
  return ofFolder ?? settings.get().defaultModelId;
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
