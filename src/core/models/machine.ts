/**
 * Which machine this is, as far as the speed of threads depends on it. Runs in the core.
 */
import { availableParallelism, cpus } from 'node:os';

/** Asking the system takes a fifth of a millisecond: too long for every model of a large list. It does not change. */
const processor = `${cpus()[0]?.model ?? 'unknown'} × ${availableParallelism()}`;

/** A calibration holds for one machine and one choice of processor: CPU model, cores, GPU on or off. */
export function machineKey(gpu: 'auto' | 'off'): string {
  return `${processor}, gpu ${gpu}`;
}

/**
 * The most threads that are worth trying: one core stays free for the window. llama.cpp's threads spin while they wait
 * for each other, and one that loses its core stops all of them: two threads on two cores took 16 ms a token alone, and
 * 1,744 ms while a browser painted without a GPU (1 thread: 22 and 41 ms).
 */
export function mostThreads(cores = availableParallelism()): number {
  return Math.min(64, Math.max(1, cores - 1));
}
