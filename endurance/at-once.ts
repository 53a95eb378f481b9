/**
 * Does so many independent tries, as many at once as there are cores: each waits for processes and sockets of its own.
 * Used by suites. Which try is which number does not depend on how they are shared out.
 */
import { availableParallelism } from 'node:os';

/** @throws what the first try that fails throws */
export async function atOnce(times: number, attempt: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < times) await attempt(next++);
  };
  await Promise.all(Array.from({ length: Math.min(times, availableParallelism()) }, work));
}
