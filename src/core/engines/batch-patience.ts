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

/**
 * A graphics card's driver compiles what it has not run before, in one silent step: shaders for Vulkan, and CUDA's
 * intermediate code on cards that node-llama-cpp's build has no machine code for (compute capability 7.5, 8.0 and 9.0 in
 * 3.22.1). Seen on a software driver for Vulkan on two busy cores: more than 60 s without a sign while 399 tokens were read by
 * a model of 800,000 parameters.
 */
const cardPatienceMs = 300_000;

/** On a card (any backend but "cpu", or "auto" while nobody knows yet) never less than that. Milliseconds. */
export function patienceOn(backend: string, patienceMs: number): number {
  return backend === 'cpu' ? patienceMs : Math.max(patienceMs, cardPatienceMs);
}

/** Before anything was measured. Milliseconds. */
export function predictedPatienceMs(parameterCount: number, batchTokens: number): number {
  return patience * ((2 * parameterCount * batchTokens) / slowestArithmetic) * 1_000;
}

/** After a prompt was read at this speed, greater than 0. Milliseconds. */
export function measuredPatienceMs(batchTokens: number, promptTokensPerSecond: number): number {
  return measuredPatience * (batchTokens / promptTokensPerSecond) * 1_000;
}
