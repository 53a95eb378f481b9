/**
 * A captured step without its alternatives: a tenth of its bytes, and all that a heat map needs. Portable, pure.
 */
import { tokenRank } from './step-measures.ts';
import { hasDistribution, type TraceStep } from './trace.ts';

/**
 * `rank` of a head is that of the token where it is known, else the best one possible: the number of captured
 * alternatives plus one. A step without a distribution is its own head.
 */
export function headOf(step: TraceStep): TraceStep {
  if (!hasDistribution(step)) return step;
  const rank = tokenRank(step) ?? step.topIds.length + 1;
  return { ...step, rank, topIds: new Uint32Array(0), topLogits: new Float32Array(0) };
}

/** The step had alternatives that are not here. */
export function isHead(step: TraceStep): boolean {
  return !hasDistribution(step) && step.rank !== null;
}
