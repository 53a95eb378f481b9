/**
 * The first two things that an engine is asked: a sign of life, and to load its model. Runs in the core. Launches nothing;
 * running-engine-of.ts does.
 */
import type { LoadedModel, LoadRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { patienceOn } from './batch-patience.ts';
import type { EngineSupervisor } from './supervise-engine.ts';

type Loading = {
  readonly request: LoadRequest;
  readonly sizeBytes: number;
  /** 0 to 1, while the file is loaded. */
  readonly onProgress?: (fraction: number) => void;
};

/** A disk that reads slower than this many bytes a second counts as hung. */
const slowestDisk = 20e6;

/**
 * Waits for the first sign of life. What ends before it has seen no model, and says nothing about one: a library is
 * missing, or the processor lacks what the engine needs.
 */
export async function answers(supervisor: EngineSupervisor): Promise<void> {
  try {
    await supervisor.beat();
  } catch (cause) {
    if (!(cause instanceof PrismeError) || cause.code !== 'engine.exited') throw cause;
    const { code = null, signal = null, reason } = cause.details;
    // Ended on purpose, or killed by the system, most likely for want of memory.
    if (reason !== undefined) throw cause;
    throw new PrismeError('engine.unavailable', { code, signal }, { cause });
  }
}

/** Has the model loaded. @throws model.*, engine.* */
export async function loadInto(
  supervisor: EngineSupervisor,
  { request, sizeBytes, onProgress }: Loading,
): Promise<LoadedModel> {
  const readMs = (sizeBytes / slowestDisk) * 1_000;
  const idleLimitMs = patienceOn(request.gpu === 'off' ? 'cpu' : request.gpu, readMs);
  for await (const event of supervisor.stream((client) => client.load(request), idleLimitMs)) {
    if (event.kind === 'loaded') return event.model;
    onProgress?.(event.fraction);
  }
  throw supervisor.fail(new PrismeError('engine.badMessage', { reason: 'no loaded model' }));
}
