/**
 * Which of the measured numbers of threads an engine goes on with. Runs in the engine. Pure.
 */
import type { ThreadMeasurement } from '#contract/engine.ts';

/**
 * llama.cpp's threads spin while they wait for each other: one that loses its core to another program stops all of them.
 * Measured on two cores with SmolLM2-135M, tokens a second with 1 thread and with 2: 41 and 46 alone, 42 and 18 beside
 * one busy program, 22 and 6 beside two. So one thread more has to earn its core.
 */
const leastGain = 1.25;

/** The fewest threads that the fastest ones are not faster than by this factor; null when nothing was measured. */
export function chooseThreads(measurements: readonly ThreadMeasurement[]): number | null {
  const fastestMs = Math.min(...measurements.map(({ msPerToken }) => msPerToken));
  const good = measurements.filter(({ msPerToken }) => msPerToken <= fastestMs * leastGain);
  return good.length === 0 ? null : Math.min(...good.map(({ threads }) => threads));
}
