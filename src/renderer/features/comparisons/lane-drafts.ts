/**
 * Lanes as they are put together before a comparison begins. Page, pure.
 */
import type { NewLane } from '#contract/comparisons.ts';
import type { Model } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';

/** `key`: tells drafts apart that are otherwise alike. */
export type LaneDraft = NewLane & { readonly key: number };

/** A base model cannot chat: it goes on with the text. */
export function draftFor(model: Model, key: number): LaneDraft {
  return {
    key,
    modelId: model.id,
    template: model.chat.kind === 'completion' ? 'none' : 'model',
    systemPrompt: '',
    settings: samplerPresets.balanced,
  };
}

/** Two lanes to begin with: two models, or the only one with two ways of choosing. None where no model is there. */
export function firstDrafts(models: readonly Model[]): readonly LaneDraft[] {
  const [first, second] = models.filter(({ isPresent }) => isPresent);
  if (first === undefined) return [];
  if (second !== undefined) return [draftFor(first, 0), draftFor(second, 1)];
  return [{ ...draftFor(first, 0), settings: samplerPresets.greedy }, draftFor(first, 1)];
}

/** No reply of theirs is longer than so many tokens; null: as long as the context has room. */
export function limited(drafts: readonly LaneDraft[], maxTokens: number | null): readonly LaneDraft[] {
  return drafts.map((draft) => ({ ...draft, settings: { ...draft.settings, maxTokens } }));
}

export const withoutKey = ({ key: _key, ...lane }: LaneDraft): NewLane => lane;
