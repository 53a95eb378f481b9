/**
 * Several models, one after the other, for work that nobody sits in front of: replies go first, and in the end the model
 * that a person had loaded is there again. Runs in the core. It loads through the library, where each model takes the place of
 * the one before unless they are kept together.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Log } from '../app/log.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { ModelLibrary } from './model-library.ts';
import { endedAs } from './resident-engines.ts';

export type LoanContext = {
  readonly library: Pick<ModelLibrary, 'list' | 'load' | 'memory' | 'onChange'>;
  readonly queue: Pick<EngineQueue, 'run'>;
};

export type ModelLoan = {
  /**
   * Runs `work` with the engine of the model, when its turn has come and whoever uses another model has finished. Null:
   * `left` came first. Where somebody takes the engine away, `work` fails by `isTakenAway`.
   * @throws model.*, engine.*, and what `work` throws
   */
  use<Result>(
    modelId: ModelId,
    left: Promise<unknown>,
    work: (engine: RunningEngine) => Promise<Result>,
  ): Promise<Result | null>;
  /** Loads the model again that was there before the first `use`, unless somebody has loaded another one since. */
  giveBack(): Promise<void>;
};

/** A person unloaded the model. */
export const isUnloaded = (cause: unknown): boolean => endedAs('unloaded', cause);
/** Another model took its place. */
export const isReplaced = (cause: unknown): boolean => endedAs('replaced', cause);
/** Nothing is wrong with the model: it only is not there any more. */
export const isTakenAway = (cause: unknown): boolean => isUnloaded(cause) || isReplaced(cause);

export function borrowModels({ library, queue }: LoanContext): ModelLoan {
  /** Of the person; null: none was loaded, and the last one used may stay. */
  let owned: ModelId | null = null;
  let borrowed: ModelId | null = null;

  const load = async (modelId: ModelId): Promise<RunningEngine> => {
    borrowed = modelId;
    return await library.load(modelId);
  };

  /** Waits until nobody works with the model that is there. False: `left` came first. */
  async function takePlaceOf(held: ModelId, modelId: ModelId, left: Promise<unknown>): Promise<boolean> {
    if (held !== borrowed) owned = held;
    // In its turn: a reply that has only just asked for it would otherwise lose it before it begins.
    return (await queue.run(held, left, async () => void (await load(modelId)))) !== null;
  }

  /** Who took the place is there, or has failed, before anybody looks who is. Always throws. */
  async function afterReplacement(cause: unknown, modelId: ModelId): Promise<never> {
    if (isReplaced(cause) && (heldModel(library, modelId) ?? modelId) === modelId)
      await changeOfOther(library, modelId);
    throw cause;
  }

  return {
    async use(modelId, left, work) {
      for (;;) {
        const held = heldModel(library, modelId);
        if (held !== null && held !== modelId && !(await takePlaceOf(held, modelId, left))) return null;
        const done = await queue.run(modelId, left, async () => {
          const now = heldModel(library, modelId);
          if (now !== null && now !== modelId) return 'again';
          if (now === modelId && borrowed === null) owned = modelId;
          const engine = await load(modelId);
          return { result: await work(engine).catch((cause: unknown) => afterReplacement(cause, modelId)) };
        });
        if (done === null) return null;
        if (done !== 'again') return done.result;
      }
    },
    async giveBack() {
      const toLoad = owned;
      if (toLoad === null || borrowed === null || heldModel(library, borrowed) !== borrowed) return;
      if (toLoad !== borrowed)
        await queue.run(borrowed, new Promise(() => undefined), () => library.load(toLoad));
      borrowed = null;
    },
  };
}

/** Never rejects: the work is over or waits, and the person’s model can be loaded by hand. */
export async function giveBackOrSay(loan: ModelLoan, log: Log): Promise<void> {
  try {
    await loan.giveBack();
  } catch (cause) {
    const code = cause instanceof PrismeError ? cause.code : String(cause);
    log.warn({ code }, 'the model that was loaded before could not be loaded again');
  }
}

/**
 * The model that is in memory, or is on its way there; where there are several, `preferred` if it is one of them, else the
 * one that was used last.
 */
function heldModel(library: LoanContext['library'], preferred: ModelId): ModelId | null {
  const kinds = new Set(['loading', 'calibrating', 'loaded']);
  const held = library.list().models.filter(({ state }) => kinds.has(state.kind));
  if (held.some(({ id }) => id === preferred)) return preferred;
  const usedMs = new Map(library.memory().holdings.map(({ modelId, lastUsedMs }) => [modelId, lastUsedMs]));
  // What is on its way there is being used now.
  const byUse = held.map(({ id }) => ({ id, ms: usedMs.get(id) ?? Infinity }));
  return (
    byUse.reduce<(typeof byUse)[number] | null>(
      (latest, next) => (latest === null || next.ms > latest.ms ? next : latest),
      null,
    )?.id ?? null
  );
}

function changeOfOther(library: LoanContext['library'], modelId: ModelId): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = library.onChange((change) => {
    if (change.kind !== 'model' || change.model.id === modelId) return;
    stop();
    resolve();
  });
  return promise;
}
