/**
 * Which models are loaded, and in which state every model is. Runs in the core. One model at a time: the next one waits
 * until the last has finished what it was asked, then takes its place; only those that are kept together stay beside each
 * other. A model that makes its engine stop three times
 * within a minute is left alone until a person releases it. Knows files only by the path it is given.
 */
import type { LoadRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { ModelState } from '#contract/models.ts';
import type { LaunchEngine } from '#core/engines/engine-process.ts';
import { type ChatText, type LoadedEngine, startEngine } from '#core/engines/running-engine-of.ts';
import { type EngineTiming, engineTiming } from '#core/engines/supervise-engine.ts';
import { Turns } from '#core/engines/turns.ts';

/** What to load, once it is known that it may be loaded. */
export type LoadPlan = {
  readonly request: LoadRequest;
  readonly sizeBytes: number;
  readonly parameterCount: number;
  readonly chat: () => ChatText;
};

export type EngineHooks = {
  readonly launchEngine: LaunchEngine;
  readonly timing?: EngineTiming;
  readonly now: () => number;
  /** A state has changed. */
  readonly onState: (modelId: ModelId) => void;
};

export type LoadSteps = {
  /**
   * Checks the file and the memory. `freedBytes`: what the models that are loaded now and give way will give back.
   * @throws model.*
   */
  readonly plan: (freedBytes: number) => Promise<LoadPlan>;
  /** Work that belongs to loading, for example calibrating. */
  readonly prepare: (engine: LoadedEngine) => Promise<void>;
};

/** Of engine.exited, where Prisme ended the engine: a person unloaded it, another model takes its place, Prisme closes. */
export const orderedReasons = ['unloaded', 'replaced', 'closed'] as const;

const crashesToQuarantine = 3;
const crashWindowMs = 60_000;
/** Progress is told in steps of at least this fraction. */
const progressStep = 0.01;

export class ModelEngines {
  readonly #hooks: EngineHooks;
  readonly #turns = new Turns();
  readonly #states = new Map<ModelId, ModelState>();
  readonly #crashTimesMs = new Map<ModelId, number[]>();
  /** What ends the engine of a model that is being loaded or is loaded. */
  #starting: { readonly modelId: ModelId; readonly kill: (reason: PrismeError) => Promise<void> } | null =
    null;
  readonly #residents = new Map<ModelId, LoadedEngine>();
  #together: ReadonlySet<ModelId> = new Set();
  #isClosed = false;

  constructor(hooks: EngineHooks) {
    this.#hooks = hooks;
  }

  stateOf(modelId: ModelId): ModelState {
    return this.#states.get(modelId) ?? { kind: 'unloaded' };
  }

  /** The engine that holds this model now; null when none does. */
  running(modelId: ModelId): LoadedEngine | null {
    const engine = this.#residents.get(modelId);
    return engine !== undefined && engine.failure === null ? engine : null;
  }

  /** Memory that the loaded models would give back, in bytes. */
  get heldBytes(): number {
    return memoryOf([...this.#residents.values()]);
  }

  /** The models that stay in memory beside each other; none: each model takes the place of the one before. */
  get together(): ReadonlySet<ModelId> {
    return this.#together;
  }

  /**
   * From now on these models stay beside each other. Whatever is loaded finishes what it was asked and is unloaded: all of
   * them are loaded anew, for the threads that each has then.
   */
  async keepTogether(modelIds: ReadonlySet<ModelId>): Promise<void> {
    await this.#turns.run(async () => {
      await this.#makeRoom([...this.#residents.values()]);
      this.#together = modelIds;
    });
  }

  /** The running engine, or a new one. @throws model.*, engine.* */
  async load(modelId: ModelId, steps: LoadSteps): Promise<LoadedEngine> {
    const running = this.running(modelId);
    if (running !== null && this.stateOf(modelId).kind === 'loaded') return running;
    return this.#turns.run(async () => {
      // Another caller may have loaded it meanwhile.
      const loaded = this.running(modelId);
      if (loaded !== null) return loaded;
      this.#refuseWhenQuarantined(modelId);
      try {
        return await this.#start(modelId, steps);
      } catch (cause) {
        throw this.#failed(modelId, cause);
      }
    });
  }

  /** Stops what runs and frees the memory; a load in progress is given up. */
  async unload(modelId: ModelId): Promise<void> {
    const reason = new PrismeError('engine.exited', { code: null, signal: null, reason: 'unloaded' });
    if (this.#starting?.modelId === modelId) await this.#starting.kill(reason);
    const engine = this.running(modelId);
    if (engine !== null) {
      await engine.stop();
      await engine.kill(reason);
    }
    if (this.stateOf(modelId).kind !== 'quarantined') this.#setState(modelId, { kind: 'unloaded' });
  }

  /** Lets a quarantined model be tried again. */
  release(modelId: ModelId): void {
    this.#crashTimesMs.delete(modelId);
    if (this.stateOf(modelId).kind === 'quarantined') this.#setState(modelId, { kind: 'unloaded' });
  }

  /** The model is being calibrated: `fraction` of it is done. Null: it is done, the model is loaded again. */
  showCalibration(engine: LoadedEngine, fraction: number | null): void {
    if (engine.failure !== null) return;
    const state: ModelState =
      fraction === null ? { kind: 'loaded', model: engine.model } : { kind: 'calibrating', fraction };
    this.#setState(engine.modelId, state);
  }

  /** Ends every engine and refuses new ones. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const reason = new PrismeError('engine.exited', { code: null, signal: null, reason: 'closed' });
    await this.#starting?.kill(reason);
    await Promise.all([...this.#residents.values()].map((engine) => engine.kill(reason)));
    await this.#turns.idle();
  }

  async #start(modelId: ModelId, steps: LoadSteps): Promise<LoadedEngine> {
    const isKept = (other: ModelId): boolean =>
      other !== modelId && this.#together.has(modelId) && this.#together.has(other);
    const leaving = [...this.#residents.values()].filter((engine) => !isKept(engine.modelId));
    await steps.plan(memoryOf(leaving));
    await this.#makeRoom(leaving);
    // The engine before may have been dead already, and nobody had counted that yet.
    this.#refuseWhenQuarantined(modelId);
    this.#setState(modelId, { kind: 'loading', fraction: 0 });
    const { request, sizeBytes, parameterCount, chat } = await steps.plan(0);
    if (this.#isClosed) throw new PrismeError('engine.unavailable', { reason: 'closed' });
    const engine = await startEngine({
      launchEngine: this.#hooks.launchEngine,
      modelId,
      request,
      sizeBytes,
      parameterCount,
      chat,
      timing: this.#hooks.timing ?? engineTiming,
      onProgress: (fraction) => this.#showProgress(modelId, fraction),
      onStarted: (kill) => {
        this.#starting = { modelId, kill };
        if (this.#isClosed) void kill(new PrismeError('engine.unavailable', { reason: 'closed' }));
      },
    });
    this.#residents.set(modelId, engine);
    void engine.ended.then((reason) => this.#onEnded(engine, reason));
    await this.#prepare(engine, steps);
    this.#starting = null;
    this.#setState(modelId, { kind: 'loaded', model: engine.model });
    return engine;
  }

  /** A model that could not be prepared does not stay in memory. */
  async #prepare(engine: LoadedEngine, steps: LoadSteps): Promise<void> {
    try {
      await steps.prepare(engine);
      if (engine.failure !== null) throw engine.failure;
    } catch (cause) {
      await engine.kill(
        cause instanceof PrismeError ? cause : new PrismeError('model.loadFailed', {}, { cause }),
      );
      throw cause;
    }
  }

  /** Waits until these models have done what they were asked, then ends their engines. */
  async #makeRoom(leaving: readonly LoadedEngine[]): Promise<void> {
    const leave = async (engine: LoadedEngine): Promise<void> => {
      if (engine.failure === null) await engine.idle();
      await engine.kill(new PrismeError('engine.exited', { code: null, signal: null, reason: 'replaced' }));
      this.#forget(engine);
    };
    await Promise.all(leaving.map(leave));
  }

  #forget(engine: LoadedEngine): void {
    if (this.#residents.get(engine.modelId) === engine) this.#residents.delete(engine.modelId);
  }

  #showProgress(modelId: ModelId, fraction: number): void {
    const state = this.stateOf(modelId);
    if (state.kind !== 'loading' || fraction < state.fraction + progressStep) return;
    this.#setState(modelId, { kind: 'loading', fraction });
  }

  #onEnded(engine: LoadedEngine, reason: PrismeError): void {
    this.#forget(engine);
    if (this.#starting?.modelId === engine.modelId) return; // Told by load().
    if (isOrdered(reason)) {
      if (this.stateOf(engine.modelId).kind === 'loaded')
        this.#setState(engine.modelId, { kind: 'unloaded' });
      return;
    }
    this.#noteCrash(engine.modelId, reason);
  }

  /** The state after a load that failed. Returns what to throw. */
  #failed(modelId: ModelId, cause: unknown): PrismeError {
    this.#starting = null;
    const error = cause instanceof PrismeError ? cause : new PrismeError('model.loadFailed', {}, { cause });
    if (isOrdered(error)) this.#setState(modelId, { kind: 'unloaded' });
    else if (error.code.startsWith('engine.') && error.code !== 'engine.unavailable')
      this.#noteCrash(modelId, error);
    else this.#setState(modelId, { kind: 'failed', error: error.toRecord() });
    return error;
  }

  #noteCrash(modelId: ModelId, reason: PrismeError): void {
    const nowMs = this.#hooks.now();
    const timesMs = (this.#crashTimesMs.get(modelId) ?? []).filter(
      (timeMs) => nowMs - timeMs < crashWindowMs,
    );
    timesMs.push(nowMs);
    this.#crashTimesMs.set(modelId, timesMs);
    const quarantine = new PrismeError('model.quarantined', { lastCode: reason.code });
    const isQuarantined = timesMs.length >= crashesToQuarantine;
    this.#setState(
      modelId,
      isQuarantined
        ? { kind: 'quarantined', error: quarantine.toRecord() }
        : { kind: 'failed', error: reason.toRecord() },
    );
  }

  #refuseWhenQuarantined(modelId: ModelId): void {
    const state = this.stateOf(modelId);
    if (state.kind === 'quarantined') throw new PrismeError('model.quarantined', state.error.details);
  }

  #setState(modelId: ModelId, state: ModelState): void {
    this.#states.set(modelId, state);
    this.#hooks.onState(modelId);
  }
}

const memoryOf = (engines: readonly LoadedEngine[]): number =>
  engines.reduce((sum, { failure, memoryBytes }) => sum + (failure === null ? memoryBytes : 0), 0);

/** Ends that Prisme ordered, which say nothing about the model: giving up its place, closing, and a Stop that had to be enforced. */
function isOrdered({ code, details: { reason } }: PrismeError): boolean {
  return (
    (code === 'engine.exited' && orderedReasons.some((ordered) => ordered === reason)) ||
    (code === 'engine.hung' && reason === 'stop')
  );
}
