/**
 * How far two captured distributions are apart. Used by tests only. Pure.
 */
import type { Distribution } from '#contract/engine.ts';
import type { TraceStep } from '#probability/trace.ts';

/** Largest difference of two captured distributions in any log-probability that both hold, in nats; and how many that are. */
export function compareSteps(left: Captured, right: Captured): { difference: number; shared: number } {
  const other = logprobs(right);
  let difference = 0;
  let shared = 0;
  for (const [id, logprob] of logprobs(left)) {
    const expected = other.get(id);
    if (expected === undefined) continue;
    shared++;
    difference = Math.max(difference, Math.abs(logprob - expected));
  }
  return { difference, shared };
}

export type Captured = Pick<TraceStep, 'topIds' | 'topLogits' | 'logZ'>;

/** A probed distribution in the form of a captured one. */
export function captured({ ids, logits, logZ }: Distribution): Captured {
  return {
    topIds: new Uint32Array(ids.slice().buffer),
    topLogits: new Float32Array(logits.slice().buffer),
    logZ,
  };
}

function logprobs({ topIds, topLogits, logZ }: Captured): Map<number, number> {
  const highest = topLogits[0] ?? 0;
  return new Map(Array.from(topIds, (id, index) => [id, (topLogits[index] ?? -Infinity) - highest - logZ]));
}
