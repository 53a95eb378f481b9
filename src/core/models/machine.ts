/**
 * Which machine this is, as far as the speed of threads depends on it. Runs in the core.
 */
import { availableParallelism, cpus } from 'node:os';

/** A calibration holds for one machine and one choice of processor: CPU model, cores, GPU on or off. */
export function machineKey(gpu: 'auto' | 'off'): string {
  return `${cpus()[0]?.model ?? 'unknown'} × ${availableParallelism()}, gpu ${gpu}`;
}

/** The most threads that are worth trying. */
export function mostThreads(): number {
  return Math.min(64, availableParallelism());
}
