/**
 * How long an engine may be silent over one batch of prompt tokens before it counts as hung. Runs in the core. Pure.
 *
 * Nothing tells an engine that hangs from one that gets no processor time. Stop ends both at once, so the limit only has
 * to be there in the end, and to be wrong about no engine that works.
 */

/**
 * Floating-point operations a second, two a parameter and token. Seen on two cores that twenty other processes wanted:
 * 512 tokens of a model of 135 million parameters took more than 30 s, which is less than 4.6e9.
 */
const slowestArithmetic = 5e9;
const patience = 5;

/** Before anything was measured. Milliseconds. */
export function predictedPatienceMs(parameterCount: number, batchTokens: number): number {
  return patience * ((2 * parameterCount * batchTokens) / slowestArithmetic) * 1_000;
}

/** A measured speed makes the limit longer and never shorter: the machine may be busier the next time. */
export function lengthenedPatienceMs(
  limitMs: number,
  { batchTokens, promptTokensPerSecond }: { batchTokens: number; promptTokensPerSecond: number | null },
): number {
  if (promptTokensPerSecond === null || promptTokensPerSecond <= 0) return limitMs;
  return Math.max(limitMs, patience * (batchTokens / promptTokensPerSecond) * 1_000);
}
