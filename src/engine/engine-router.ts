/**
 * Answers the engine contract: one handler a procedure, each a few lines over the files that do the work. Runs in the
 * engine.
 */
import { implement, ORPCError } from '@orpc/server';
import { engineContract } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { egress } from '#egress/guard-this-process.ts';
import { calibrate } from './calibrate.ts';
import { probe } from './distribution.ts';
import { createEngineLog } from './engine-log.ts';
import {
  createEngineState,
  type EngineState,
  type LoadedEngine,
  requireLoaded,
  type Run,
  runExclusively,
} from './engine-state.ts';
import { generate } from './generate.ts';
import { loadEngine } from './load-engine.ts';
import { createLlamaLibrary } from './load-model.ts';
import { peakMemoryBytes } from './peak-memory.ts';
import { rows } from './rows.ts';
import { score } from './score.ts';

/** The handlers over one engine's state. */
export function createEngineRouter(state: EngineState = createEngineState()) {
  const log = createEngineLog();
  const library = createLlamaLibrary(log);
  const os = implement(engineContract);
  /** One at a time, on the loaded model. */
  const onModel = <T>(
    signal: AbortSignal | undefined,
    work: (loaded: LoadedEngine, run: Run, emit: (event: T) => void) => Promise<void>,
  ) =>
    withTypedErrors(runExclusively<T>(state, signal, (run, emit) => work(requireLoaded(state), run, emit)));
  return os.router({
    load: os.load.handler(({ input, signal }) =>
      withTypedErrors(
        runExclusively(state, signal, (_run, emit) => loadEngine(state, input, library, log, emit)),
      ),
    ),
    render: os.render.handler(({ input }) =>
      typed(async () => await requireLoaded(state).prompts.render(input)),
    ),
    tokenize: os.tokenize.handler(({ input }) =>
      typed(async () => ({ tokenIds: requireLoaded(state).vocabulary.tokenize(input.text) })),
    ),
    generate: os.generate.handler(({ input, signal }) =>
      onModel(signal, (loaded, run, emit) => generate(state, loaded, input, run, emit)),
    ),
    stop: os.stop.handler(async () => {
      const { run } = state;
      if (run === null) return { wasRunning: false };
      run.isStopRequested = true;
      await run.ended;
      return { wasRunning: true };
    }),
    score: os.score.handler(({ input, signal }) =>
      onModel(signal, (loaded, run, emit) => score(state, loaded, input, run, emit)),
    ),
    rows: os.rows.handler(({ input, signal }) =>
      onModel(signal, (loaded, run, emit) => rows(state, loaded, input, run, emit)),
    ),
    probe: os.probe.handler(({ input, signal }) =>
      onModel(signal, (loaded, run, emit) => probe(state, loaded, input, run, emit)),
    ),
    calibrate: os.calibrate.handler(({ input, signal }) =>
      onModel(signal, (loaded, run, emit) => calibrate(state, loaded, input.maxThreads, run, emit)),
    ),
    ping: os.ping.handler(() => beat(state)),
  });
}

/** What a heartbeat says; attempts to reach another machine are said once. */
function beat({ work }: EngineState) {
  return {
    work,
    memoryBytes: process.memoryUsage.rss(),
    peakMemoryBytes: peakMemoryBytes(),
    egress: egress.ledger.takeReport(),
  };
}

async function typed<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw wireError(error);
  }
}

async function* withTypedErrors<T>(events: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    yield* events;
  } catch (error) {
    throw wireError(error);
  }
}

/** What crosses the port: a code of the catalogue with its details; anything else is a bug and says so on stderr. */
function wireError(error: unknown): ORPCError<string, unknown> {
  if (error instanceof PrismeError)
    return new ORPCError(error.code, { message: error.message, data: error.details });
  process.stderr.write(
    `engine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  const reason = error instanceof Error ? error.message : String(error);
  return new ORPCError('app.internal', {
    message: 'Something failed that should not have.',
    data: { reason: reason.slice(0, 2_000) },
  });
}
