/**
 * Watches over one engine process. Runs in the core. A running llama_decode cannot be interrupted and nothing else
 * notices a hang, so two watchdogs look on: a heartbeat (the process answers at all) and progress (what was asked for
 * advances). Whatever goes wrong, the process is killed, every waiting call rejects with the reason at once, and
 * nothing stays unsettled. Knows nothing about models; running-engine-of.ts does.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import type { EngineClient } from '#contract/contract.ts';
import { engineContract } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { egress } from '#egress/guard-this-process.ts';
import { engineErrorFrom } from './engine-error.ts';
import type { EngineProcess } from './engine-process.ts';
import { guardPort, type PortGuard } from './guard-port.ts';
import { slowdown } from './slowdown.ts';

/** How long the core waits for an engine. Tests pass shorter times. */
export type EngineTiming = {
  /** Time between two heartbeats. */
  readonly heartbeatMs: number;
  /** An engine that has not answered a heartbeat for this long is killed. */
  readonly hungAfterMs: number;
  /**
   * How many times longer it may take, at least 1, until its model is loaded: that is work for the thread that answers,
   * and on a busy machine it was taken for a hang.
   */
  readonly slowdown: () => number;
  /** Work that has not advanced for this long, at least, is a hang. */
  readonly progressFloorMs: number;
  /** An engine that has not obeyed a soft stop after this long is killed. */
  readonly stopGraceMs: number;
};

export const engineTiming: EngineTiming = {
  heartbeatMs: 2_000,
  hungAfterMs: 10_000,
  slowdown,
  progressFloorMs: 60_000,
  stopGraceMs: 3_000,
};

/** After its channel has closed, a process gets this long to end by itself, so that its exit code is seen. */
const closingGraceMs = 1_000;

type Watch = { idleMs: number; readonly limitMs: number };

export class EngineSupervisor {
  /** Settles when the process has ended, with the reason. Never rejects. */
  readonly ended: Promise<PrismeError>;
  readonly #process: EngineProcess;
  readonly #timing: EngineTiming;
  readonly #guard: PortGuard;
  readonly #client: EngineClient;
  readonly #pending = new Set<(error: PrismeError) => void>();
  readonly #watches = new Set<Watch>();
  readonly #heart: NodeJS.Timeout;
  readonly #egressSource: string;
  #failure: PrismeError | null = null;
  #hasExited = false;
  #isReady = false;
  #isPinging = false;
  #missedBeats = 0;
  #lastBeatAtMs = performance.now();
  #work = 0;
  #memoryBytes = 0;
  #peakMemoryBytes: number | null = null;

  constructor(process: EngineProcess, timing: EngineTiming) {
    this.#process = process;
    this.#timing = timing;
    this.#egressSource = `engine ${process.pid ?? ''}`;
    this.#guard = guardPort(process.port, {
      onBad: (where) => this.fail(new PrismeError('engine.badMessage', { reason: where })),
      onEvent: () => this.#advance(),
      onClosed: () => setTimeout(() => process.kill(), closingGraceMs).unref(),
    });
    const link = new RPCLink({
      port: this.#guard.port,
      customJsonSerializers,
      plugins: [new ResponseValidationPlugin(engineContract)],
    });
    this.#client = createORPCClient<EngineClient>(link);
    this.#heart = setInterval(() => this.#beat(), timing.heartbeatMs);
    this.#heart.unref();
    this.ended = process.exited.then(({ code, signal }) => {
      this.#hasExited = true;
      egress.ledger.setListening(this.#egressSource, []);
      // A SIGKILL that did not come from here is, nearly always, the system short of memory.
      const isKilled = signal === 'SIGKILL' && this.#failure === null;
      return this.fail(
        new PrismeError('engine.exited', { code, signal, ...(isKilled ? { reason: 'killed' } : {}) }),
      );
    });
  }

  /** Why the engine cannot be used any more; null while it can. */
  get failure(): PrismeError | null {
    return this.#failure;
  }

  /** Resident memory at the last heartbeat, in bytes; 0 before the first. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** The most that was ever resident, in bytes, as of the last heartbeat; null: the engine does not say. */
  get peakMemoryBytes(): number | null {
    return this.#peakMemoryBytes;
  }

  /** Its model is loaded. */
  ready(): void {
    this.#isReady = true;
  }

  /** Gives up on the engine: kills it and rejects all that waits. The first reason counts and is returned. */
  fail(reason: PrismeError): PrismeError {
    if (this.#failure !== null) return this.#failure;
    this.#failure = reason;
    clearInterval(this.#heart);
    if (!this.#hasExited) this.#process.kill();
    for (const reject of [...this.#pending]) reject(reason);
    this.#pending.clear();
    this.#watches.clear();
    this.#guard.shut();
    return reason;
  }

  /**
   * One call. `idleLimitMs`: longest time without any sign of progress (never less than the floor).
   * @throws the engine's typed error, or the reason why the engine is gone
   */
  async call<Result>(ask: (client: EngineClient) => Promise<Result>, idleLimitMs = 0): Promise<Result> {
    const release = this.#watch(idleLimitMs);
    try {
      return await this.#settle(() => ask(this.#client));
    } finally {
      release();
    }
  }

  /**
   * One stream of events, each checked against the contract. Leaving it early tells the engine to stop. Events that
   * arrived before the engine was gone are given before the reason is thrown: none that was sent is lost.
   */
  async *stream<Event>(
    ask: (client: EngineClient) => Promise<AsyncIterator<Event, unknown, unknown>>,
    idleLimitMs = 0,
  ): AsyncGenerator<Event, void, undefined> {
    const release = this.#watch(idleLimitMs);
    let events: AsyncIterator<Event, unknown, unknown> | null = null;
    try {
      events = await this.#settle(() => ask(this.#client));
      for (;;) {
        const source = events;
        const next = await (this.#guard.queuedEvents > 0
          ? this.#readable(source.next())
          : this.#settle(() => source.next()));
        this.#guard.taken();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      release();
      this.#guard.clear();
      void events?.return?.().catch(() => undefined);
    }
  }

  /** What has arrived already is read whether the engine lives or not. */
  async #readable<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (cause) {
      throw this.#errorFrom(cause);
    }
  }

  #watch(idleLimitMs: number): () => void {
    const watch: Watch = { idleMs: 0, limitMs: Math.max(idleLimitMs, this.#timing.progressFloorMs) };
    this.#watches.add(watch);
    return () => void this.#watches.delete(watch);
  }

  #settle<Result>(start: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      this.#pending.add(reject);
      start().then(
        (result) => {
          this.#pending.delete(reject);
          resolve(result);
        },
        (cause: unknown) => {
          this.#pending.delete(reject);
          reject(this.#errorFrom(cause));
        },
      );
    });
  }

  #errorFrom(cause: unknown): PrismeError {
    const error = engineErrorFrom(cause);
    // An engine that breaks the contract once is not asked again.
    return error.code === 'engine.badMessage' ? this.fail(error) : error;
  }

  #advance(): void {
    for (const watch of this.#watches) watch.idleMs = 0;
  }

  #beat(): void {
    const nowMs = performance.now();
    // A core that slept or was busy must not blame the engine for its own pause.
    const elapsedMs = Math.min(nowMs - this.#lastBeatAtMs, 2 * this.#timing.heartbeatMs);
    this.#lastBeatAtMs = nowMs;
    for (const watch of this.#watches) {
      watch.idleMs += elapsedMs;
      if (watch.idleMs > watch.limitMs) {
        this.fail(new PrismeError('engine.hung', { reason: 'progress' }));
        return;
      }
    }
    if (this.#isPinging) this.#missBeat();
    else void this.#ping();
  }

  #missBeat(): void {
    this.#missedBeats += 1;
    const { heartbeatMs, hungAfterMs, slowdown: slowdownNow } = this.#timing;
    const limitMs = this.#isReady ? hungAfterMs : hungAfterMs * slowdownNow();
    if (this.#missedBeats * heartbeatMs < limitMs) return;
    this.fail(new PrismeError('engine.hung', { reason: 'heartbeat' }));
  }

  /** Waits for one sign of life. @throws engine.exited, engine.hung */
  async beat(): Promise<void> {
    const {
      work,
      memoryBytes,
      peakMemoryBytes,
      egress: report,
    } = await this.#settle(() => this.#client.ping({}));
    // The engine tells each attempt once: a beat that is not read is lost to the list.
    if (report !== undefined) egress.ledger.merge('engine', this.#egressSource, report);
    this.#memoryBytes = memoryBytes;
    this.#peakMemoryBytes = peakMemoryBytes ?? this.#peakMemoryBytes;
    if (work !== this.#work) this.#advance();
    this.#work = work;
    this.#missedBeats = 0;
  }

  async #ping(): Promise<void> {
    this.#isPinging = true;
    try {
      await this.beat();
    } catch {
      // A dead engine has told everybody already; any other failed heartbeat counts as a missed one.
      this.#missedBeats += 1;
    } finally {
      this.#isPinging = false;
    }
  }
}
