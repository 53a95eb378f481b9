/**
 * What this process really holds: the memory that is left after everything that nobody needs was collected. Runs in the
 * process of a suite. What the system calls resident grows with garbage too, and is given back late.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/** Bytes of the heap and of buffers outside of it, after collecting twice: the first finds what the second may free. */
export function liveBytes(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    // The flag counts for contexts that are made afterwards.
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
