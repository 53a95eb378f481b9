/**
 * Which models are loaded, and in which state every model is. Runs in the core. A model stays in memory while the budget
 * has room for it; the least recently used leave first, once they have finished what they were asked, and whoever was not
 * asked for long enough. Models that are kept together stay beside each other whatever the budget, and nothing else does
 * then. A model that makes its engine stop three times
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
import { chooseLeaving, chooseSurplus, idleSince, type Resident } from './choose-leaving.ts';
import { type PendingLoad, PendingLoads } from './pending-loads.ts';
import { memoryOf, ordered, orderedReasons, ResidentEngines } from './resident-engines.ts';
import { ModelStates, type StateHooks } from './model-states.ts';

/** What to load, once it is known that it may be loaded. */
export type LoadPlan = {
  readonly request: LoadRequest;
  /** What it will take, in bytes. */
  readonly needBytes: number;
  /** What models could use now, in bytes, with what those that give way would give back. */
  readonly availableBytes: number;
  readonly sizeBytes: number;
  readonly parameterCount: number;
  readonly chat: () => ChatText;
};

export type EngineHooks = StateHooks & {
  readonly launchEngine: LaunchEngine;
  readonly timing?: EngineTiming;
  /** What models may hold together, in bytes; 0: one at a time. */
  readonly budgetBytes: () => number;
  /** A model's engine has ended. */
  readonly onEnded?: (engine: LoadedEngine) => void;
};

/** A model that was unloaded, and what it held, in bytes. */
export type Freed = { readonly modelId: ModelId; readonly bytes: number };

export type LoadSteps = {
  /**
   * Checks the file and the memory. `freedBytes`: what the models that are loaded now and give way will give back.
   * @throws model.*
   */
  readonly plan: (freedBytes: number) => Promise<LoadPlan>;
  /** Work that belongs to loading, for example calibrating. */
  readonly prepare: (engine: LoadedEngine) => Promise<void>;
};

export class ModelEngines {
  readonly #hooks: EngineHooks;
  readonly #turns = new Turns();
  readonly #states: ModelStates;
  /** What ends the engine of a model that is being loaded or is loaded. */
  #starting: { readonly modelId: ModelId; readonly kill: (reason: PrismeError) => Promise<void> } | null =
    null;
  readonly #residents: ResidentEngines;
  /** Engines that share the cores take them in turns. */
  readonly #cores = new Turns();
  readonly #pending = new PendingLoads();
  #together: ReadonlySet<ModelId> = new Set();
  #isClosed = false;

  constructor(hooks: EngineHooks) {
    this.#hooks = hooks;
    this.#states = new ModelStates(hooks);
    this.#residents = new ResidentEngines(hooks.now);
  }

  stateOf(modelId: ModelId): ModelState {
    return this.#states.get(modelId);
  }

  /** The engine that holds this model now; null when none does. */
  running(modelId: ModelId): LoadedEngine | null {
    const engine = this.#residents.find(modelId);
    return engine !== undefined && engine.failure === null ? engine : null;
  }

  /** Memory that the loaded models would give back, in bytes. */
  get heldBytes(): number {
    return memoryOf(this.#residents.all());
  }

  /** What is in memory, the least recently used first. */
  residents(): Resident[] {
    return this.#residents.list();
  }

  /** The models that stay in memory beside each other, each with cores of its own; none: the budget decides. */
  get together(): ReadonlySet<ModelId> {
    return this.#together;
  }

  /**
   * From now on these models stay beside each other. Whatever is loaded finishes what it was asked and is unloaded: all of
   * them are loaded anew, for the threads that each has then.
   */
  async keepTogether(modelIds: ReadonlySet<ModelId>): Promise<void> {
    await this.#turns.run(async () => {
      await this.#residents.makeRoom(this.#residents.all());
      this.#together = modelIds;
    });
  }

  /** The running engine, or a new one. @throws model.*, engine.* */
  async load(modelId: ModelId, steps: LoadSteps): Promise<LoadedEngine> {
    const running = this.running(modelId);
    if (running !== null && this.stateOf(modelId).kind === 'loaded') {
      this.#residents.noteUse(modelId);
      return running;
    }
    const pending = this.#pending.begin(modelId);
    // Whoever asked sees that it was heard, also while others are loaded first.
    if (running === null && this.stateOf(modelId).kind !== 'quarantined') this.#showLoading(modelId);
    try {
      return await this.#turns.run(() => this.#loadInTurn(modelId, steps, pending));
    } finally {
      pending.end();
    }
  }

  /** Stops what runs and frees the memory; a load in progress, or that waits for its turn, is given up. */
  async unload(modelId: ModelId): Promise<void> {
    const reason = ordered('unloaded');
    this.#pending.cancel(modelId);
    // Of now: one that is started for whoever asks from here on is not meant.
    const engine = this.running(modelId);
    if (this.#starting?.modelId === modelId) await this.#starting.kill(reason);
    if (engine !== null) {
      await engine.stop();
      await engine.kill(reason);
    }
    this.#showGone(modelId);
  }

  /** Unless somebody waits for it again already. */
  #showGone(modelId: ModelId): void {
    if (this.running(modelId) !== null || this.stateOf(modelId).kind === 'quarantined') return;
    if (this.#pending.count(modelId) > 0) this.#showLoading(modelId);
    else this.#states.set(modelId, { kind: 'unloaded' });
  }

  /** Whether just one caller waits for this model to be loaded: it can be given up without taking it from anybody else. */
  isWantedByOne(modelId: ModelId): boolean {
    return this.#pending.count(modelId) === 1;
  }

  /** Unloads what nobody has asked for anything since then. What works, or is kept together with others, stays. */
  async unloadIdle(sinceMs: number): Promise<void> {
    if (this.#together.size > 0 || this.#turns.isBusy) return;
    for (const modelId of idleSince(this.residents(), sinceMs)) {
      const engine = this.running(modelId);
      if (engine !== null && !engine.isBusy) await engine.kill(ordered('idle'));
    }
  }

  /**
   * Unloads what the budget has no room for any more. What works stays for now, and so does what is kept together.
   * Answers who left, with what each held.
   */
  async keepToBudget(): Promise<Freed[]> {
    if (this.#together.size > 0) return [];
    const residents = this.residents().flatMap((resident) => {
      const engine = this.running(resident.modelId);
      // One that is being loaded was found to have room.
      if (engine === null) return [];
      return { ...resident, engine, isBusy: engine.isBusy || this.#starting?.modelId === resident.modelId };
    });
    const surplus = new Set(chooseSurplus(residents, this.#hooks.budgetBytes()));
    const leaving = residents.filter(({ modelId }) => surplus.has(modelId));
    await Promise.all(leaving.map(({ engine }) => engine.kill(ordered('idle'))));
    return leaving.map(({ modelId, heldBytes }) => ({ modelId, bytes: heldBytes }));
  }

  /** Lets a quarantined model be tried again. */
  release(modelId: ModelId): void {
    this.#states.release(modelId);
  }

  /** The model is being calibrated: `fraction` of it is done. Null: it is done, the model is loaded again. */
  showCalibration(engine: LoadedEngine, fraction: number | null): void {
    if (engine.failure !== null) return;
    const state: ModelState =
      fraction === null ? { kind: 'loaded', model: engine.model } : { kind: 'calibrating', fraction };
    this.#states.set(engine.modelId, state);
  }

  /** Ends every engine and refuses new ones. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const reason = ordered('closed');
    await this.#starting?.kill(reason);
    await Promise.all(this.#residents.all().map((engine) => engine.kill(reason)));
    await this.#turns.idle();
  }

  /** Who gives way to a model. @throws what planning throws: where it does not fit even alone, nobody leaves */
  async #leaving(modelId: ModelId, steps: LoadSteps): Promise<LoadedEngine[]> {
    const others = this.#residents.all().filter((engine) => engine.modelId !== modelId);
    const isKept = (other: ModelId): boolean => this.#together.has(modelId) && this.#together.has(other);
    const mayLeave = others.filter((engine) => !isKept(engine.modelId));
    const { needBytes, availableBytes } = await steps.plan(memoryOf(mayLeave));
    if (this.#together.size > 0) return mayLeave;
    const leaving = chooseLeaving(
      this.residents().filter((resident) => resident.modelId !== modelId),
      {
        budgetBytes: this.#hooks.budgetBytes(),
        needBytes,
        freeBytes: availableBytes - memoryOf(mayLeave),
      },
    );
    return others.filter((engine) => engine.failure !== null || leaving.includes(engine.modelId));
  }

  async #loadInTurn(modelId: ModelId, steps: LoadSteps, pending: PendingLoad): Promise<LoadedEngine> {
    // Another caller may have loaded it meanwhile.
    const loaded = this.running(modelId);
    if (loaded !== null && !pending.isCancelled) return loaded;
    this.#states.refuseWhenQuarantined(modelId);
    try {
      if (pending.isCancelled) throw ordered('unloaded');
      return await this.#start(modelId, steps, pending);
    } catch (cause) {
      // It waits for nothing any more: what is shown is for the others.
      pending.end();
      throw this.#failed(modelId, cause);
    }
  }

  #showLoading(modelId: ModelId): void {
    if (this.stateOf(modelId).kind !== 'loading') this.#states.set(modelId, { kind: 'loading', fraction: 0 });
  }

  async #start(modelId: ModelId, steps: LoadSteps, pending: PendingLoad): Promise<LoadedEngine> {
    const before = this.#residents.find(modelId);
    const leaving = await this.#leaving(modelId, steps);
    await this.#residents.makeRoom(before ? [...leaving, before] : leaving, pending.cancelled);
    if (pending.isCancelled) throw ordered('unloaded');
    // The engine before may have been dead already, and nobody had counted that yet.
    this.#states.refuseWhenQuarantined(modelId);
    this.#showLoading(modelId);
    const { request, sizeBytes, parameterCount, needBytes, chat } = await steps.plan(0);
    if (this.#isClosed) throw new PrismeError('engine.unavailable', { reason: 'closed' });
    const engine = await startEngine({
      launchEngine: this.#hooks.launchEngine,
      modelId,
      request,
      sizeBytes,
      parameterCount,
      chat,
      timing: this.#hooks.timing ?? engineTiming,
      ...(this.#together.has(modelId) ? {} : { cores: this.#cores }),
      onUse: () => this.#residents.noteUse(modelId),
      onProgress: (fraction) => this.#states.showProgress(modelId, fraction),
      onStarted: (kill) => {
        this.#starting = { modelId, kill };
        if (this.#isClosed) void kill(new PrismeError('engine.unavailable', { reason: 'closed' }));
        if (pending.isCancelled) void kill(ordered('unloaded'));
      },
    });
    this.#residents.add(engine, needBytes);
    void engine.ended.then((reason) => this.#onEnded(engine, reason));
    await this.#prepare(engine, steps);
    this.#starting = null;
    this.#states.set(modelId, { kind: 'loaded', model: engine.model });
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

  #onEnded(engine: LoadedEngine, reason: PrismeError): void {
    this.#residents.forget(engine);
    this.#hooks.onEnded?.(engine);
    if (this.#starting?.modelId === engine.modelId) return; // Told by load().
    if (isOrdered(reason)) {
      if (this.stateOf(engine.modelId).kind === 'loaded')
        this.#states.set(engine.modelId, { kind: 'unloaded' });
      return;
    }
    this.#states.noteCrash(engine.modelId, reason);
  }

  /** The state after a load that failed. Returns what to throw. */
  #failed(modelId: ModelId, cause: unknown): PrismeError {
    this.#starting = null;
    const error = cause instanceof PrismeError ? cause : new PrismeError('model.loadFailed', {}, { cause });
    if (this.stateOf(modelId).kind === 'quarantined') return error;
    if (isOrdered(error)) this.#showGone(modelId);
    else if (error.code.startsWith('engine.') && error.code !== 'engine.unavailable')
      this.#states.noteCrash(modelId, error);
    else this.#states.set(modelId, { kind: 'failed', error: error.toRecord() });
    return error;
  }
}

/** Ends that Prisme ordered, which say nothing about the model: giving up its place, closing, and a Stop that had to be enforced. */
function isOrdered({ code, details: { reason } }: PrismeError): boolean {
  return (
    (code === 'engine.exited' && orderedReasons.some((ordered) => ordered === reason)) ||
    (code === 'engine.hung' && reason === 'stop')
  );
}
