/**
 * How long to wait before something is tried again, and when to give up. Runs in the core. Pure but for its timer.
 */

/** The times between tries; after the last one nothing is tried any more. Tests pass shorter ones. */
export const usualWaitsMs: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Up to a quarter longer, so that many who were cut off together do not come back together. */
export function withJitter(waitMs: number, random: () => number): number {
  return waitMs * (1 + random() / 4);
}

/** Resolves after that time. @throws the signal's reason, at once when it aborts */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      end();
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
