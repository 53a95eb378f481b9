/**
 * Changes that more than one screen makes, applied on screen at once and then in the core. Runs in the page. Each
 * failure becomes a toast with its reason; what is on screen then comes from the core again.
 */
import type { QueryKey } from '@tanstack/react-query';
import type { AppStatus } from '#contract/app.ts';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { loadSettingsSchema, type LoadSettings, type Model } from '#contract/models.ts';
import type { Settings } from '#contract/settings.ts';
import { core } from '../client.ts';
import { toPageError } from '../core-error.ts';
import { ownConversations, ownLoadSettings, ownSettings, withOwnLoadSettings } from './own-changes.ts';
import { queryClient, queryKeys, type ModelList } from './queries.ts';
import { showError } from './toasts.ts';
import { useView } from './view.ts';

/** Runs a request; a failure is shown as a toast and gives undefined. */
export async function attempt<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    showError(error);
    return undefined;
  }
}

/** The same for a change; what is listed under the key is read again in any case. True: it was made. */
export async function attemptChange(queryKey: QueryKey, change: () => Promise<unknown>): Promise<boolean> {
  const isMade = (await attempt(change)) !== undefined;
  await queryClient.invalidateQueries({ queryKey });
  return isMade;
}

function isReadOnly(): boolean {
  return queryClient.getQueryData<AppStatus>(queryKeys.status)?.startup.isReadOnly === true;
}

export function updateSettings(change: Partial<Settings>): void {
  queryClient.setQueryData<Settings>(queryKeys.settings, (known) => known && { ...known, ...change });
  // Where nothing can be written, a banner says so already; what was chosen holds until the window closes.
  if (isReadOnly()) return;
  const own = ownSettings.begin('app', change);
  void attempt(() => core.settings.update(change)).then((settings) => {
    own.end();
    if (!settings) void queryClient.invalidateQueries({ queryKey: queryKeys.settings });
  });
}

export type ConversationChange = Partial<
  Pick<
    Conversation,
    | 'title'
    | 'titleBy'
    | 'isPinned'
    | 'isArchived'
    | 'folderId'
    | 'tags'
    | 'systemPrompt'
    | 'settings'
    | 'template'
    | 'contextStrategy'
    | 'modelId'
    | 'presetId'
    | 'draft'
    | 'replyBeginning'
  >
>;

/** True: it was made. */
export async function updateConversation(
  conversationId: ConversationId,
  change: ConversationChange,
): Promise<boolean> {
  const key = queryKeys.conversation(conversationId);
  queryClient.setQueryData<Conversation>(key, (known) => known && { ...known, ...change });
  const own = ownConversations.begin(conversationId, change);
  const summary = await attempt(() => core.conversations.update({ conversationId, ...change }));
  own.end();
  if (!summary) await queryClient.invalidateQueries({ queryKey: key });
  return summary !== undefined;
}

/** Puts a model's new state into the list, without reading the list again. */
export function putModel(given: Model): void {
  const model = withOwnLoadSettings(given);
  queryClient.setQueryData<ModelList>(queryKeys.models, (known) => {
    if (!known) return known;
    const isKnown = known.models.some(({ id }) => id === model.id);
    const models = isKnown
      ? known.models.map((each) => (each.id === model.id ? model : each))
      : [...known.models, model];
    return { ...known, models };
  });
}

/** Changes how a model is loaded, from the next loading on. Undefined: it was not kept, and the reason was shown. */
export async function configureModel(
  model: Model,
  change: Partial<LoadSettings>,
): Promise<Model | undefined> {
  // A field that is left by a click changes a moment before what was clicked does: the screen does not show it yet.
  const known = queryClient.getQueryData<ModelList>(queryKeys.models)?.models ?? [];
  const latest = known.find(({ id }) => id === model.id) ?? model;
  const loadSettings = loadSettingsSchema.safeParse({ ...latest.loadSettings, ...change });
  if (!loadSettings.success) return undefined;
  const own = ownLoadSettings.begin(model.id, change);
  putModel(latest);
  const changed = await attempt(() =>
    core.models.configure({ modelId: model.id, loadSettings: loadSettings.data }),
  );
  const isNewest = own.end();
  if (changed && isNewest) putModel(changed);
  if (!changed) await queryClient.invalidateQueries({ queryKey: queryKeys.models });
  return changed;
}

/** Loads a model; its progress shows wherever the model is shown. A failure is shown once: beside the model, or as a toast. */
export async function loadModel(modelId: Model['id'], wishes: LoadWishes = {}): Promise<Model | undefined> {
  try {
    const model = await core.models.load({ modelId, ...wishes });
    putModel(model);
    return model;
  } catch (error) {
    if (!isGivenUp(error) && !isShownBesideModel(error)) showError(error);
    return undefined;
  }
}

type LoadWishes = { readonly evenIfTooLarge?: boolean; readonly insteadOf?: Model['id'] };

/** Unloaded while it was being loaded: whoever did that knows. */
function isGivenUp(error: unknown): boolean {
  const { code, details } = toPageError(error);
  return code === 'engine.exited' && details['reason'] === 'unloaded';
}

/** The screen of the models says beside each why it could not be loaded. */
function isShownBesideModel(error: unknown): boolean {
  const { code } = toPageError(error);
  const isAboutModel = code.startsWith('model.') || code.startsWith('engine.');
  return useView.getState().screen === 'models' && isAboutModel && code !== 'model.notFound';
}
