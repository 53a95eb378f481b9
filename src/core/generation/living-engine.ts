/**
 * An engine may die between two pieces of work, and whoever asks it next is the first to find out. Nothing is lost then:
 * another one is started, once. Runs in the core. How often a model may die is decided in core/models.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { orderedReasons } from '../models/resident-engines.ts';
import type { ModelLibrary } from '../models/model-library.ts';

type Library = Pick<ModelLibrary, 'get' | 'load'>;

/** Whether an engine is there already, as far as anybody knows. One that is only being started has not been idle. */
export const isThere = (library: Library, modelId: ModelId): boolean =>
  library.get(modelId).state.kind === 'loaded';

/** An end that nobody ordered. */
export function isUnexpectedDeath(cause: unknown): boolean {
  if (!(cause instanceof PrismeError) || cause.code !== 'engine.exited') return false;
  const { reason } = cause.details;
  return orderedReasons.every((ordered) => ordered !== reason);
}

/** For work that can be done again from the beginning. @throws as `load` and `work` do */
export async function withLivingEngine<Result>(
  library: Library,
  modelId: ModelId,
  work: (engine: RunningEngine) => Promise<Result>,
): Promise<Result> {
  const wasThere = isThere(library, modelId);
  const engine = await library.load(modelId);
  try {
    return await work(engine);
  } catch (cause) {
    if (!wasThere || !isUnexpectedDeath(cause)) throw cause;
    return await work(await library.load(modelId));
  }
}
