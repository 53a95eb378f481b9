/**
 * Cross-readings: start, attach, cancel. Runs in the core. One at a time; the two newest can still be looked at.
 */
import type { CrossReadingEvent, CrossReadingJob, CrossReadingRequest } from '#contract/cross-reading.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Log } from '../app/log.ts';
import { Pulse } from '../app/pulse.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import { borrowModels, giveBackOrSay } from '../models/borrow-models.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { crossRead } from './cross-read.ts';

export type CrossReadingContext = {
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
  readonly dataDir: string;
  readonly newId: () => string;
  readonly log: Log;
};

export type CrossReadingService = {
  /** @throws model.notFound, app.invalidInput */
  start(request: CrossReadingRequest): string;
  latest(): CrossReadingJob | null;
  /** @throws crossReading.notFound, and what it failed with */
  attach(jobId: string, signal: AbortSignal | undefined): AsyncGenerator<CrossReadingEvent, void, void>;
  /** @throws crossReading.notFound */
  cancel(jobId: string): void;
  /** Cancels everything; resolves when no engine works for a cross-reading any more. */
  close(): Promise<void>;
};

const keptJobs = 2;

export function createCrossReading(context: CrossReadingContext): CrossReadingService {
  const jobs = new Map<string, Job>();
  let isClosing = false;

  function find(jobId: string): Job {
    const job = jobs.get(jobId);
    if (job === undefined) throw new PrismeError('crossReading.notFound');
    return job;
  }

  return {
    start(request) {
      if (new Set(request.modelIds).size < request.modelIds.length)
        throw new PrismeError('app.invalidInput', { field: 'modelIds' });
      for (const modelId of request.modelIds) context.library.get(modelId);
      const earlier = [...jobs.values()];
      for (const job of earlier) job.cancel();
      const job = new Job(
        context,
        { ...request, jobId: context.newId() },
        {
          // The person's model is back before the next reading borrows one.
          before: Promise.all(earlier.map(({ done }) => done)),
          isClosing: () => isClosing,
        },
      );
      jobs.set(job.facts.jobId, job);
      const [oldest] = jobs.keys();
      if (jobs.size > keptJobs && oldest !== undefined) jobs.delete(oldest);
      return job.facts.jobId;
    },
    latest: () => [...jobs.values()].at(-1)?.facts ?? null,
    attach: (jobId, signal) => find(jobId).read(signal),
    cancel: (jobId) => find(jobId).cancel(),
    async close() {
      isClosing = true;
      const all = [...jobs.values()];
      for (const job of all) job.cancel();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

type Surroundings = { readonly before: Promise<unknown>; readonly isClosing: () => boolean };

class Job {
  readonly facts: CrossReadingJob;
  /** Settles when no engine works for it any more. Never rejects. */
  readonly done: Promise<void>;
  readonly #pulse = new Pulse();
  readonly #abort = new AbortController();
  /** Everything but states, which only the newest of counts. */
  readonly #events: CrossReadingEvent[] = [];
  #state: CrossReadingEvent = {
    kind: 'state',
    stage: 'waiting',
    modelId: null,
    textIndex: 0,
    done: 0,
    total: 0,
  };
  #failure: PrismeError | null = null;

  constructor(context: CrossReadingContext, facts: CrossReadingJob, surroundings: Surroundings) {
    this.facts = facts;
    this.done = this.#run(context, surroundings);
  }

  cancel(): void {
    this.#abort.abort();
  }

  async *read(signal: AbortSignal | undefined): AsyncGenerator<CrossReadingEvent, void, void> {
    let next = 0;
    let shown: CrossReadingEvent | null = null;
    while (!signal?.aborted) {
      const event = this.#events[next];
      if (event !== undefined) {
        next++;
        yield event;
        if (event.kind === 'end') return;
        continue;
      }
      if (this.#failure !== null) throw this.#failure;
      if (shown !== this.#state) {
        shown = this.#state;
        yield shown;
        continue;
      }
      await this.#pulse.next(signal);
    }
  }

  /** The models are as they were found at its end, unless Prisme closes. */
  async #run({ log, ...context }: CrossReadingContext, surroundings: Surroundings): Promise<void> {
    await surroundings.before;
    const loan = borrowModels(context);
    try {
      await crossRead({ ...context, loan, signal: this.#abort.signal }, this.facts, (event) =>
        this.#note(event),
      );
    } catch (cause) {
      if (!(cause instanceof PrismeError)) log.error({ stack: String(cause) }, 'a cross-reading failed');
      this.#failure = cause instanceof PrismeError ? cause : new PrismeError('app.internal', {}, { cause });
      this.#pulse.beat();
    }
    if (!surroundings.isClosing()) await giveBackOrSay(loan, log);
  }

  #note(event: CrossReadingEvent): void {
    if (event.kind === 'state') this.#state = event;
    else this.#events.push(event);
    this.#pulse.beat();
  }
}
