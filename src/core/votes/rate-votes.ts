/**
 * Ratings from the votes that are stored. Runs in the core, and lets others work in between. The numbers are
 * probability/votes.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { ModelId } from '#contract/ids.ts';
import type { VoteRating } from '#contract/votes.ts';
import { type ModelRating, ratingSteps } from '#probability/votes/rate-models.ts';
import type { VoteHead } from '../db/votes.ts';

/** @param records the latest first: a model is called as it was last */
export async function rateVotes(records: readonly VoteHead[]): Promise<VoteRating[]> {
  const names = new Map<string, { id: ModelId; name: string }>();
  const votes = records.flatMap(({ a, b, vote }) => {
    if (vote === null) return [];
    for (const { modelId, modelName } of [a, b])
      if (!names.has(modelId)) names.set(modelId, { id: modelId, name: modelName });
    return [{ a: a.modelId, b: b.modelId, choice: vote.choice }];
  });
  const ratings = await finished(ratingSteps(votes));
  return ratings.flatMap(({ modelId, ...rating }) => {
    const model = names.get(modelId);
    return model === undefined ? [] : [{ model, ...rating }];
  });
}

async function finished(steps: Generator<void, ModelRating[], void>): Promise<ModelRating[]> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await breathe();
  }
}
