/**
 * Starts an engine, loads a model in it and makes it a RunningEngine. Runs in the core. Requests queue here, so the
 * engine never has to refuse one as busy; what runs can be stopped, softly first. Which model, and whether it may be
 * loaded at all, is decided in core/models.
 */
import type {
  Calibration,
  GenerateEvent,
  GenerateRequest,
  LoadedModel,
  LoadRequest,
  ProbeEvent,
  ProbeRequest,
  RenderRequest,
  RowsEvent,
  RowsRequest,
  ScoreEvent,
  ScoreRequest,
} from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import { measuredPatienceMs, patienceOn, predictedPatienceMs } from './batch-patience.ts';
import { checkEvents } from './check-events.ts';
import type { LaunchEngine } from './engine-process.ts';
import { answers, loadInto } from './load-into.ts';
import type { RunningEngine } from './running-engine.ts';
import { EngineSupervisor, type EngineTiming, engineTiming } from './supervise-engine.ts';
import { ShareOfCores } from './share-cores.ts';
import { Turns } from './turns.ts';

/** What conversations are written with: the file's own template, another one, or nothing. */
export type ChatText =
  | { readonly kind: 'file' }
  | { readonly kind: 'text'; readonly template: string }
  | { readonly kind: 'none' };

export type StartOptions = {
  readonly launchEngine: LaunchEngine;
  readonly modelId: ModelId;
  readonly request: LoadRequest;
  readonly sizeBytes: number;
  readonly parameterCount: number;
  /** Asked at each rendering; missing: the file's own template, if it has one. */
  readonly chat?: () => ChatText;
  readonly timing?: EngineTiming;
  /** Turns that the engines in memory share, so that one works at a time. Missing: this one has cores of its own. */
  readonly cores?: Turns;
  /** It begins to work, or has done so. */
  readonly onUse?: () => void;
  /** 0 to 1, while the file is loaded. */
  readonly onProgress?: (fraction: number) => void;
  /** Given as soon as the process runs: ends it, whatever it does. */
  readonly onStarted?: (kill: (reason: PrismeError) => Promise<void>) => void;
};

/** A RunningEngine with what only the model library needs. */
export type LoadedEngine = RunningEngine & {
  /** What it was loaded with. */
  readonly request: LoadRequest;
  /** Settles when the process has ended, with the reason. */
  readonly ended: Promise<PrismeError>;
  /** Why it cannot be used any more; null while it can. */
  readonly failure: PrismeError | null;
  readonly memoryBytes: number;
  /** The most memory that it held at once, in bytes; null: it does not say. */
  readonly peakMemoryBytes: number | null;
  /** It works, or somebody waits for it. */
  readonly isBusy: boolean;
  /** Resolves when every request made until now is done. */
  idle(): Promise<void>;
  calibrate(maxThreads: number, onProgress: (fraction: number) => void): Promise<Calibration>;
  /** Ends the process at once; all that waits rejects with `reason`. Resolves when it is gone. */
  kill(reason: PrismeError): Promise<void>;
};

/**
 * Launches an engine and loads the model.
 * @throws engine.unavailable, engine.exited, engine.hung, engine.badMessage, model.*
 */
export async function startEngine(options: StartOptions): Promise<LoadedEngine> {
  const process = await options.launchEngine();
  const supervisor = new EngineSupervisor(process, options.timing ?? engineTiming);
  options.onStarted?.(async (reason) => {
    supervisor.fail(reason);
    await supervisor.ended;
  });
  try {
    await answers(supervisor);
    const model = await loadInto(supervisor, options);
    supervisor.ready();
    return new Engine(supervisor, model, options);
  } catch (error) {
    // Whatever stopped the load, nothing of it stays in memory.
    supervisor.fail(
      error instanceof PrismeError ? error : new PrismeError('model.loadFailed', {}, { cause: error }),
    );
    await supervisor.ended;
    throw error;
  }
}

class Engine implements LoadedEngine {
  readonly modelId: ModelId;
  readonly request: LoadRequest;
  readonly #supervisor: EngineSupervisor;
  readonly #turns = new Turns();
  readonly #timing: EngineTiming;
  readonly #chat: () => ChatText;
  readonly #cores: ShareOfCores;
  readonly #onUse: () => void;
  #model: LoadedModel;
  /** How long it may be silent: over one batch of prompt tokens, which is the longest step of its work. */
  #patienceMs: number;
  /** Settles when what runs has been read to its end; null while nothing runs. */
  #finished: Promise<void> | null = null;
  /** When the engine said that it had stopped: what it still sends long after that is disobedience. */
  #stoppedAtMs: number | null = null;
  /** A stop reached the engine before it had begun with what it was to stop. */
  #isStopUnheard = false;

  constructor(supervisor: EngineSupervisor, model: LoadedModel, options: StartOptions) {
    this.modelId = options.modelId;
    this.request = options.request;
    this.#supervisor = supervisor;
    this.#model = model;
    this.#timing = options.timing ?? engineTiming;
    this.#chat = options.chat ?? ((): ChatText => ({ kind: model.hasChatTemplate ? 'file' : 'none' }));
    this.#cores = new ShareOfCores(options.cores, supervisor.ended);
    this.#onUse = options.onUse ?? (() => undefined);
    const { parameterCount, request } = options;
    const predictedMs = predictedPatienceMs(parameterCount, request.batchTokens);
    this.#patienceMs = patienceOn(model.profile.backend, predictedMs);
  }

  get model(): LoadedModel {
    return this.#model;
  }

  get ended(): Promise<PrismeError> {
    return this.#supervisor.ended;
  }

  get failure(): PrismeError | null {
    return this.#supervisor.failure;
  }

  get memoryBytes(): number {
    return this.#supervisor.memoryBytes || this.#model.memoryBytes;
  }

  get continuesText(): boolean {
    return this.#chat().kind === 'none';
  }

  async render(request: RenderRequest): Promise<Prompt> {
    const chat = this.#chat();
    if (request.kind === 'chat' && chat.kind === 'none') throw new PrismeError('model.noChatTemplate');
    const isOther = request.kind === 'chat' && chat.kind === 'text';
    const whole = isOther ? { ...request, template: chat.template } : request;
    return await this.#supervisor.call((client) => client.render(whole));
  }

  get peakMemoryBytes(): number | null {
    return this.#supervisor.peakMemoryBytes;
  }

  get isBusy(): boolean {
    return this.#turns.isBusy;
  }

  async tokenize(text: string): Promise<readonly number[]> {
    const { tokenIds } = await this.#supervisor.call((client) => client.tokenize({ text }));
    return tokenIds;
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, undefined> {
    const bounds = { firstToken: request.reply.length, endToken: this.#model.contextTokens + 1 };
    const open = () => this.#supervisor.stream((client) => client.generate(request), this.#patienceMs);
    for await (const event of this.#exclusively(() => checkEvents(open(), bounds))) {
      if (event.kind === 'end') this.#learnSpeed(event.stats.promptTokensPerSecond);
      yield event;
    }
  }

  score(request: ScoreRequest): AsyncGenerator<ScoreEvent, void, undefined> {
    const bounds = { firstToken: request.from, endToken: request.tokenIds.length };
    const open = () => this.#supervisor.stream((client) => client.score(request), this.#patienceMs);
    return this.#exclusively(() => checkEvents(open(), bounds));
  }

  rows(request: RowsRequest): AsyncGenerator<RowsEvent, void, undefined> {
    const bounds = { firstToken: request.from, endToken: request.tokenIds.length };
    const open = () => this.#supervisor.stream((client) => client.rows(request), this.#patienceMs);
    return this.#exclusively(() => checkEvents(open(), bounds));
  }

  probe(request: ProbeRequest): AsyncGenerator<ProbeEvent, void, undefined> {
    return this.#exclusively(() =>
      this.#supervisor.stream((client) => client.probe(request), this.#patienceMs),
    );
  }

  async calibrate(maxThreads: number, onProgress: (fraction: number) => void): Promise<Calibration> {
    const open = () =>
      this.#supervisor.stream((client) => client.calibrate({ maxThreads }), this.#patienceMs);
    for await (const event of this.#exclusively(open)) {
      if (event.kind === 'progress') {
        onProgress(event.fraction);
        continue;
      }
      // The engine goes on with the threads that it found best.
      const profile = { ...this.#model.profile, threads: event.calibration.threads };
      this.#model = { ...this.#model, profile };
      return event.calibration;
    }
    throw this.#supervisor.fail(new PrismeError('engine.badMessage', { reason: 'no calibration' }));
  }

  async stop(): Promise<void> {
    const finished = this.#finished;
    if (finished === null) return;
    this.#cores.stopWaiting();
    await this.#stopSoftly();
    // Its reader may be slow, or waiting for this very call: what has been stopped is not waited for longer than that.
    await settledWithin(finished, this.#timing.stopGraceMs);
  }

  idle(): Promise<void> {
    return this.#turns.idle();
  }

  async kill(reason: PrismeError): Promise<void> {
    this.#supervisor.fail(reason);
    await this.#supervisor.ended;
  }

  /** Events of the one thing that runs at a time. A reader that leaves early stops it. */
  async *#exclusively<Event>(open: () => AsyncIterable<Event>): AsyncGenerator<Event, void, undefined> {
    const release = await this.#turns.take();
    let isComplete = false;
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    this.#finished = finished;
    this.#stoppedAtMs = null;
    this.#isStopUnheard = false;
    this.#onUse();
    const releaseCores = await this.#cores.take();
    try {
      for await (const event of open()) {
        this.#checkObedience();
        // Its first event says that it has begun: now it can be stopped.
        if (this.#isStopUnheard) await this.#stopSoftly();
        yield event;
      }
      isComplete = true;
    } catch (error) {
      // Events that are each well formed and make no sense together: the engine is not to be trusted any more.
      throw error instanceof PrismeError && error.code === 'engine.badMessage'
        ? this.#supervisor.fail(error)
        : error;
    } finally {
      if (!isComplete && this.failure === null) await this.#stopSoftly();
      releaseCores();
      this.#onUse();
      this.#finished = null;
      finish();
      release();
    }
  }

  async #stopSoftly(): Promise<void> {
    const disobeyed = (): void =>
      void this.#supervisor.fail(new PrismeError('engine.hung', { reason: 'stop' }));
    const timer = setTimeout(disobeyed, this.#timing.stopGraceMs);
    try {
      const { wasRunning } = await this.#supervisor.call((client) => client.stop({}));
      this.#isStopUnheard = !wasRunning;
      this.#stoppedAtMs = performance.now();
    } catch {
      // An engine that cannot be asked to stop is ended: by the timer's reason, its own, or this one.
      disobeyed();
      await this.#supervisor.ended;
    } finally {
      clearTimeout(timer);
    }
  }

  #checkObedience(): void {
    if (this.#stoppedAtMs === null || performance.now() - this.#stoppedAtMs < this.#timing.stopGraceMs)
      return;
    throw this.#supervisor.fail(new PrismeError('engine.hung', { reason: 'stop' }));
  }

  #learnSpeed(promptTokensPerSecond: number | null): void {
    if (promptTokensPerSecond === null || promptTokensPerSecond <= 0) return;
    const { batchTokens, backend } = this.#model.profile;
    this.#patienceMs = patienceOn(backend, measuredPatienceMs(batchTokens, promptTokensPerSecond));
  }
}

async function settledWithin(promise: Promise<void>, limitMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => resolve(), limitMs);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
