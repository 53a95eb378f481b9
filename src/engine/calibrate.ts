/**
 * Answers `calibrate`: how fast each number of threads writes tokens on this machine, now. Runs in the engine.
 * Measured instead of assumed: threads that outnumber the free cores wait for each other and can be many times slower.
 */
import { availableParallelism } from 'node:os';
import type { Calibration, ThreadMeasurement } from '#contract/engine.ts';
import { chooseThreads } from './choose-threads.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { closeEngineContext, createEngineContext, type EngineModel } from './load-model.ts';

export type CalibrateEvent =
  { kind: 'progress'; fraction: number } | { kind: 'result'; calibration: Calibration };

const contextTokens = 256;
const mostTokens = 24;
const fewestTokens = 4;
/** A slow model is measured on fewer tokens. */
const longestMs = 2_000;

/** Measures each candidate and goes on with the best (choose-threads.ts). Empties the cache. Stop ends it after the candidate at hand. */
export async function calibrate(
  state: EngineState,
  loaded: LoadedEngine,
  maxThreads: number,
  run: Run,
  emit: (event: CalibrateEvent) => void,
): Promise<void> {
  const before = loaded.context.context.idealThreads;
  const candidates = threadCandidates(Math.min(maxThreads, availableParallelism()));
  const measurements: ThreadMeasurement[] = [];
  // Two contexts at once could be more than the memory has room for.
  await closeEngineContext(loaded.context);
  try {
    for (const [index, threads] of candidates.entries()) {
      if (run.isStopRequested && measurements.length > 0) break;
      emit({ kind: 'progress', fraction: index / candidates.length });
      measurements.push({ threads, msPerToken: await measure(state, loaded.model, threads) });
    }
  } finally {
    const threads = chooseThreads(measurements) ?? before;
    loaded.context = await createEngineContext(loaded.model, threads, loaded.model.contextTokens);
  }
  emit({ kind: 'result', calibration: { threads: chooseThreads(measurements) ?? before, measurements } });
}

/** 1, 2, 4 … and the most. */
export function threadCandidates(most: number): number[] {
  const candidates: number[] = [];
  for (let threads = 1; threads < most; threads *= 2) candidates.push(threads);
  return [...candidates, most];
}

/** Median milliseconds a token, the first two left out. */
async function measure(state: EngineState, model: EngineModel, threads: number): Promise<number> {
  const engineContext = await createEngineContext(
    model,
    threads,
    Math.min(contextTokens, model.contextTokens),
  );
  try {
    const times: number[] = [];
    const startedAtMs = performance.now();
    let tokenId = model.model.tokens.bos ?? 0;
    const tokens = Math.min(mostTokens, model.contextTokens - 2);
    for (
      let count = 0;
      count < tokens && (count < fewestTokens || performance.now() - startedAtMs < longestMs);
      count++
    ) {
      const before = performance.now();
      const [position] = await engineContext.probe.read([tokenId], [0]);
      tokenId = (await position?.top(1))?.ids[0] ?? tokenId;
      state.work++;
      times.push(performance.now() - before);
    }
    const steady = times.slice(2).sort((left, right) => left - right);
    return steady[steady.length >> 1] ?? times.at(-1) ?? 0;
  } finally {
    await closeEngineContext(engineContext);
  }
}
