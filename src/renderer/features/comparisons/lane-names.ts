/**
 * What a lane is called: a letter, and the model that writes in it. Page, pure.
 */
import type { ModelId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';

/** From left to right. */
export const letterOf = (index: number): string => 'ABCDEF'[index] ?? '?';

/** Null: the model is not in the list any more. */
export function modelOf(models: readonly Model[], id: ModelId | null): Model | null {
  return models.find((model) => model.id === id) ?? null;
}
