/**
 * Which models read, the reference first. Page, pure.
 */
import type { Model } from '#contract/models.ts';

/** Those that were chosen and are still there; where nothing was chosen, the two largest, the largest as the reference. */
export function chosenModels(
  known: readonly Model[],
  modelIds: readonly Model['id'][] | null,
): readonly Model[] {
  const present = known.filter(({ isPresent }) => isPresent);
  if (modelIds === null)
    return [...present].sort((left, right) => right.sizeBytes - left.sizeBytes).slice(0, 2);
  return modelIds.flatMap((wanted) => present.filter(({ id }) => id === wanted));
}
