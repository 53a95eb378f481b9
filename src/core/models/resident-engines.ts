/**
 * The engines that hold a model now, since when nobody has used them, and how they go. Runs in the core. Who has to go is
 * decided by choose-leaving.ts and model-engines.ts.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { LoadedEngine } from '#core/engines/running-engine-of.ts';
import type { Resident } from './choose-leaving.ts';

/**
 * Of engine.exited, where Prisme ended the engine: a person unloaded it, another model takes its place, nobody used it (for
 * long, or when the budget became smaller), Prisme closes.
 */
export const orderedReasons = ['unloaded', 'replaced', 'idle', 'closed'] as const;

type OrderedReason = (typeof orderedReasons)[number];

export const ordered = (reason: OrderedReason): PrismeError =>
  new PrismeError('engine.exited', { code: null, signal: null, reason });

/** Whether an engine ended for this reason. */
export const endedAs = (reason: OrderedReason, cause: unknown): boolean =>
  cause instanceof PrismeError && cause.code === 'engine.exited' && cause.details['reason'] === reason;

type Held = { readonly engine: LoadedEngine; readonly needBytes: number; lastUsedMs: number };

export class ResidentEngines {
  readonly #now: () => number;
  readonly #held = new Map<ModelId, Held>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param needBytes what it was expected to take */
  add(engine: LoadedEngine, needBytes: number): void {
    this.#held.set(engine.modelId, { engine, needBytes, lastUsedMs: this.#now() });
  }

  all(): LoadedEngine[] {
    return [...this.#held.values()].map(({ engine }) => engine);
  }

  find(modelId: ModelId): LoadedEngine | undefined {
    return this.#held.get(modelId)?.engine;
  }

  /** What is in memory, the least recently used first. */
  list(): Resident[] {
    const residents = [...this.#held.values()].map(({ engine, needBytes, lastUsedMs }) => ({
      modelId: engine.modelId,
      bytes: Math.max(needBytes, engine.memoryBytes),
      heldBytes: memoryOf([engine]),
      lastUsedMs,
    }));
    return residents.sort((left, right) => left.lastUsedMs - right.lastUsedMs);
  }

  noteUse(modelId: ModelId): void {
    const held = this.#held.get(modelId);
    if (held !== undefined) held.lastUsedMs = this.#now();
  }

  forget(engine: LoadedEngine): void {
    if (this.find(engine.modelId) === engine) this.#held.delete(engine.modelId);
  }

  /** Waits until these have done what they were asked, then ends them; those that still work stay once `cancelled`. */
  async makeRoom(leaving: readonly LoadedEngine[], cancelled?: Promise<void>): Promise<void> {
    const leave = async (engine: LoadedEngine): Promise<void> => {
      if (engine.failure === null) await Promise.race([engine.idle(), cancelled ?? engine.idle()]);
      if (engine.failure === null && engine.isBusy && cancelled !== undefined) return;
      await engine.kill(ordered('replaced'));
      this.forget(engine);
    };
    await Promise.all(leaving.map(leave));
  }
}

export const memoryOf = (engines: readonly LoadedEngine[]): number =>
  engines.reduce((sum, { failure, memoryBytes }) => sum + (failure === null ? memoryBytes : 0), 0);
