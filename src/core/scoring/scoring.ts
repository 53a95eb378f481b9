/**
 * Scoring texts: start, pause, resume, cancel, attach. Runs in the core. Takes its turns in the engine's queue and gives
 * each back as soon as somebody else waits, so that a reply can be written in between. Stores nothing.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ScoringEvent, ScoringJob as JobFacts, ScoringText } from '#contract/scoring.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import type { Log } from '../app/log.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { isReplaced } from '../models/borrow-models.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { type PreparedText, prepareText } from './prepare-text.ts';
import { ScoringJob } from './scoring-job.ts';
import { planWindows, scoreText } from './windows.ts';

export type ScoringContext = {
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
  readonly newId: () => string;
  readonly log: Log;
};

export type ScoringService = {
  start(text: ScoringText): string;
  latest(): JobFacts | null;
  /** @throws scoring.notFound, and what the scoring failed with */
  attach(
    jobId: string,
    fromToken: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ScoringEvent, void, void>;
  /** @throws scoring.notFound */
  wish(jobId: string, wish: 'run' | 'pause' | 'cancel'): void;
  /** Cancels everything; resolves when no engine works for a scoring any more. */
  close(): Promise<void>;
};

/** Finished or cancelled scorings that can still be looked at. */
const keptJobs = 2;

export function createScoring(context: ScoringContext): ScoringService {
  const jobs = new Map<string, { readonly job: ScoringJob; readonly done: Promise<void> }>();

  function find(jobId: string): ScoringJob {
    const found = jobs.get(jobId);
    if (found === undefined) throw new PrismeError('scoring.notFound');
    return found.job;
  }

  return {
    start(text) {
      for (const { job } of jobs.values()) job.setWish('cancel');
      const jobId = context.newId();
      const job = new ScoringJob({ ...text, jobId });
      jobs.set(jobId, { job, done: run(context, job) });
      const [oldest] = jobs.keys();
      if (jobs.size > keptJobs && oldest !== undefined) jobs.delete(oldest);
      return jobId;
    },
    latest: () => [...jobs.values()].at(-1)?.job.facts ?? null,
    attach: (jobId, fromToken, signal) => find(jobId).read(fromToken, signal),
    wish: (jobId, wish) => find(jobId).setWish(wish),
    async close() {
      const all = [...jobs.values()];
      for (const { job } of all) job.setWish('cancel');
      await Promise.all(all.map(({ done }) => done));
      jobs.clear();
    },
  };
}

/** Never rejects. */
async function run(context: ScoringContext, job: ScoringJob): Promise<void> {
  try {
    let text: PreparedText | null = null;
    let isComplete = false;
    while (!isComplete && job.wish !== 'cancel') {
      if (job.wish === 'pause') {
        await job.wished;
        continue;
      }
      await context.queue.run(job.facts.modelId, job.wished, async () => {
        const engine = await context.library.load(job.facts.modelId);
        job.setRunning(true);
        text ??= await prepare(context, engine, job);
        isComplete = await takeTurn(context, engine, text, job).catch((cause: unknown) => {
          // Another model took its place between two windows: the next turn loads it again.
          if (isReplaced(cause)) return false;
          throw cause;
        });
      });
      job.setRunning(false);
    }
    job.finish(isComplete ? 'complete' : 'cancelled');
  } catch (cause) {
    const error = cause instanceof PrismeError ? cause : new PrismeError('app.internal', {}, { cause });
    if (!(cause instanceof PrismeError)) context.log.error({ stack: String(cause) }, 'a scoring failed');
    job.fail(error);
  }
}

async function prepare(
  { library }: ScoringContext,
  engine: RunningEngine,
  job: ScoringJob,
): Promise<PreparedText> {
  const { vocabularyHash } = library.get(engine.modelId);
  const table = vocabularyTable(library.vocabulary(vocabularyHash), engine.model.endTokenIds);
  const text = await prepareText(engine, table, job.facts);
  job.setPlan(planWindows(text, engine.model.contextTokens));
  return text;
}

/** Scores until the end, another wish, or somebody else's turn. Answers whether the text is complete. */
async function takeTurn(
  { queue }: ScoringContext,
  engine: RunningEngine,
  text: PreparedText,
  job: ScoringJob,
): Promise<boolean> {
  // The context may have changed with the model's settings since the last turn.
  const plan = planWindows(text, engine.model.contextTokens);
  job.setPlan(plan);
  let startedAtMs = performance.now();
  for await (const event of scoreText(engine, text, job.scored, plan.alternatives)) {
    if (event.kind === 'end') {
      job.setProfile(event.profile);
      continue;
    }
    job.append(event, performance.now() - startedAtMs);
    startedAtMs = performance.now();
    if (job.wish !== 'run' || queue.isWaitedFor(job.facts.modelId)) break;
  }
  return job.scored === plan.tokens;
}
