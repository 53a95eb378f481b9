/**
 * An engine may die between two pieces of work, and whoever asks it next is the first to find out. Nothing is lost then:
 * another one is started, once. One that gave way to another model meanwhile is loaded again. Runs in the core. How often a model may die is decided in core/models.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { endedAs, orderedReasons } from '../models/resident-engines.ts';
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

/** It gave way to another model between being asked for and being asked: nobody decided against it. */
const gaveWay = (cause: unknown): boolean => endedAs('replaced', cause) || endedAs('idle', cause);

/** So often somebody else may be quicker. */
const mostTries = 5;

/**
 * Whether work that this ended can be given to a new engine.
 * @param wasThere the engine was there before it was asked: it may have been dead without anybody noticing
 * @param tries how often the work was begun
 */
export function isWorthAnother(cause: unknown, wasThere: boolean, tries: number): boolean {
  return gaveWay(cause) ? tries < mostTries : wasThere && isUnexpectedDeath(cause);
}

/** For work that can be done again from the beginning. @throws as `load` and `work` do */
export async function withLivingEngine<Result>(
  library: Library,
  modelId: ModelId,
  work: (engine: RunningEngine) => Promise<Result>,
): Promise<Result> {
  let wasThere = isThere(library, modelId);
  for (let tries = 1; ; tries++) {
    const engine = await library.load(modelId);
    try {
      return await work(engine);
    } catch (cause) {
      if (!isWorthAnother(cause, wasThere, tries)) throw cause;
      // The next one is new.
      wasThere = false;
    }
  }
}
