/**
 * How long an engine may be silent over one batch of prompt tokens before it counts as hung. Runs in the core. Pure.
 *
 * `progressFloorMs` (supervise-engine.ts) is the least. Nothing tells an engine that hangs from one that gets no
 * processor time. Stop ends both at once, so the limit only has to be there in the end, and to be wrong about no engine
 * that works.
 */

/**
 * Floating-point operations a second, two a parameter and token. Seen on two cores that twenty other processes wanted:
 * 512 tokens of a model of 135 million parameters took more than 30 s, which is less than 4.6e9.
 */
const slowestArithmetic = 5e9;
const patience = 5;
/** A measured speed says more than a guess, but the machine may be far busier the next time. */
const measuredPatience = 20;

/** Before anything was measured. Milliseconds. */
export function predictedPatienceMs(parameterCount: number, batchTokens: number): number {
  return patience * ((2 * parameterCount * batchTokens) / slowestArithmetic) * 1_000;
}

/** After a prompt was read at this speed, greater than 0. Milliseconds. */
export function measuredPatienceMs(batchTokens: number, promptTokensPerSecond: number): number {
  return measuredPatience * (batchTokens / promptTokensPerSecond) * 1_000;
}
