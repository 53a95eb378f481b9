/**
 * What one engine process holds and does at a time. Runs in the engine. An engine holds one model and does one long
 * thing at a time; short questions (ping, tokenize, render) are answered meanwhile.
 */
import { PrismeError } from '#contract/errors.ts';
import type { AloneRuns } from '#contract/profile.ts';
import { createEventQueue } from './event-queue.ts';
import type { EngineContext, EngineModel } from './load-model.ts';
import type { PromptRenderer } from './render-prompt.ts';
import type { EngineVocabulary } from './engine-vocabulary.ts';

/** A long thing that runs. It looks at `isStopRequested` between batches and tokens. */
export type Run = { isStopRequested: boolean; readonly ended: Promise<void> };

export type LoadedEngine = {
  readonly model: EngineModel;
  readonly vocabulary: EngineVocabulary;
  readonly prompts: PromptRenderer;
  /** Replaced by calibration. */
  context: EngineContext;
};

export type EngineState = {
  loaded: LoadedEngine | null;
  run: Run | null;
  /** Tokens evaluated since the start. */
  work: number;
  /**
   * What scoring left in the cache, in its own batch shape: a scoring may go on from it, anything else empties the cache.
   * Null: the cache holds nothing of that kind.
   */
  scored: readonly number[] | null;
  /** How what the cache holds was evaluated; it may say more than the cache holds. */
  shape: AloneRuns;
};

export function createEngineState(): EngineState {
  return { loaded: null, run: null, work: 0, scored: null, shape: [] };
}

/** @throws model.loadFailed when nothing was loaded */
export function requireLoaded(state: EngineState): LoadedEngine {
  if (state.loaded === null)
    throw new PrismeError('model.loadFailed', { reason: 'no model is loaded in this engine' });
  return state.loaded;
}

/**
 * Runs `task` as the engine's one long thing and yields what it emits. A reader that goes away, or whose request is
 * aborted, stops it; the engine is free again when the task has ended.
 * @throws engine.busy, and what the task throws
 */
export async function* runExclusively<T>(
  state: EngineState,
  signal: AbortSignal | undefined,
  task: (run: Run, emit: (event: T) => void) => Promise<void>,
): AsyncGenerator<T, void, void> {
  if (state.run !== null) throw new PrismeError('engine.busy');
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run: Run = { isStopRequested: false, ended };
  const stop = (): void => void (run.isStopRequested = true);
  state.run = run;
  signal?.addEventListener('abort', stop);
  const queue = createEventQueue<T>();
  // In this order: whoever reads the last event may ask for the next thing at once.
  const finished = task(run, queue.push)
    .finally(() => {
      state.run = null;
      signal?.removeEventListener('abort', stop);
      end();
    })
    .then(queue.end, queue.fail);
  try {
    yield* queue;
  } finally {
    stop();
    await finished;
  }
}
