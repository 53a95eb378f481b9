/**
 * Long work on one model in turns of the engine's queue: it lets whoever waits in between, and goes on where it was. Runs in
 * the core.
 */
import type { ModelId } from '#contract/ids.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import { isReplaced, type ModelLoan } from '../models/borrow-models.ts';
import type { ModelLibrary } from '../models/model-library.ts';

export type TurnContext = {
  readonly library: ModelLibrary;
  readonly loan: ModelLoan;
  readonly queue: Pick<EngineQueue, 'isWaitedFor'>;
  /** Nobody wants it any more when this is aborted. */
  readonly signal: AbortSignal;
};

/** Somebody waits for the engine, or nobody waits for this work any more: end the turn after the next piece. */
export type IsOver = () => boolean;

/**
 * Takes turns until `work` answers that it is complete. False: given up.
 * @throws what `work` and loading throw
 */
export async function takeTurns(
  { loan, queue, signal }: TurnContext,
  modelId: ModelId,
  work: (engine: RunningEngine, isOver: IsOver) => Promise<boolean>,
): Promise<boolean> {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => leave(), { once: true });
  const isOver = (): boolean => signal.aborted || queue.isWaitedFor(modelId);
  for (let isComplete = false; !isComplete;) {
    if (signal.aborted) return false;
    try {
      isComplete = (await loan.use(modelId, left, (engine) => work(engine, isOver))) ?? false;
    } catch (cause) {
      // Another model took its place between two pieces: the next turn loads it again.
      if (!isReplaced(cause)) throw cause;
    }
  }
  return true;
}
