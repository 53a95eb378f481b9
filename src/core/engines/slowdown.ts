/**
 * How much longer an engine may take on a busy machine. Runs in the core.
 */
import { availableParallelism, loadavg } from 'node:os';

/** A hang must be found on any machine. */
const mostSlowdown = 6;

/**
 * How many times longer work may take because others want the processor too, 1 to 6: as many as there are processes for
 * each core, on average over the last minute. 1 where the system does not count them (Windows).
 */
export function slowdown(load = loadavg()[0] ?? 0, cores = availableParallelism()): number {
  return Math.min(mostSlowdown, Math.max(1, load / cores));
}
