/**
 * Reads runs of captured tokens, from an engine or from the disk. Runs in the core. Pure; the binary form is
 * probability/trace-codec.ts.
 */
import { PrismeError } from '#contract/errors.ts';
import type { TokenChunk } from '#contract/engine.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';

/**
 * The steps of a chunk that came from an engine.
 * @throws engine.badMessage when the bytes are not the steps that the chunk announces
 */
export function readEngineSteps(chunk: TokenChunk): readonly TraceStep[] {
  let steps: readonly TraceStep[];
  try {
    steps = decodeSteps(chunk.steps);
  } catch (cause) {
    throw new PrismeError('engine.badMessage', { reason: 'a chunk of tokens is malformed' }, { cause });
  }
  if (steps.length !== chunk.count)
    throw new PrismeError('engine.badMessage', { reason: 'a chunk has another length than it says' });
  return steps;
}

/**
 * The steps of a stored chunk.
 * @throws database.damaged
 */
export function readStoredSteps(chunk: TokenChunk): readonly TraceStep[] {
  try {
    return decodeSteps(chunk.steps);
  } catch (cause) {
    throw new PrismeError('database.damaged', { reason: 'a stored run of tokens is malformed' }, { cause });
  }
}
