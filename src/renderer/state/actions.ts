/**
 * Changes that more than one screen makes, applied on screen at once and then in the core. Runs in the page. Each
 * failure becomes a toast with its reason; what is on screen then comes from the core again.
 */
import type { QueryKey } from '@tanstack/react-query';
import type { AppStatus } from '#contract/app.ts';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import type { Settings } from '#contract/settings.ts';
import { core } from '../client.ts';
import { toPageError } from '../core-error.ts';
import { queryClient, queryKeys, type ModelList } from './queries.ts';
import { showError } from './toasts.ts';

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
  void attempt(() => core.settings.update(change)).then((settings) => {
    if (!settings) void queryClient.invalidateQueries({ queryKey: queryKeys.settings });
  });
}

export type ConversationChange = Partial<
  Pick<
    Conversation,
    'title' | 'isPinned' | 'systemPrompt' | 'settings' | 'template' | 'contextStrategy' | 'modelId' | 'draft'
  >
>;

export async function updateConversation(
  conversationId: ConversationId,
  change: ConversationChange,
): Promise<void> {
  const key = queryKeys.conversation(conversationId);
  queryClient.setQueryData<Conversation>(key, (known) => known && { ...known, ...change });
  const summary = await attempt(() => core.conversations.update({ conversationId, ...change }));
  if (!summary) await queryClient.invalidateQueries({ queryKey: key });
}

/** Puts a model's new state into the list, without reading the list again. */
export function putModel(model: Model): void {
  queryClient.setQueryData<ModelList>(queryKeys.models, (known) => {
    if (!known) return known;
    const isKnown = known.models.some(({ id }) => id === model.id);
    const models = isKnown
      ? known.models.map((each) => (each.id === model.id ? model : each))
      : [...known.models, model];
    return { ...known, models };
  });
}

/** Loads a model; its progress shows wherever the model is shown, and so does a failure. */
export async function loadModel(modelId: Model['id'], wishes: LoadWishes = {}): Promise<Model | undefined> {
  try {
    const model = await core.models.load({ modelId, ...wishes });
    putModel(model);
    return model;
  } catch (error) {
    if (!isGivenUp(error)) showError(error);
    return undefined;
  }
}

type LoadWishes = { readonly evenIfTooLarge?: boolean; readonly insteadOf?: Model['id'] };

/** Unloaded while it was being loaded: whoever did that knows. */
function isGivenUp(error: unknown): boolean {
  const { code, details } = toPageError(error);
  return code === 'engine.exited' && details['reason'] === 'unloaded';
}
