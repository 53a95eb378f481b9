/**
 * Lets so many at a time, in the order in which they came. Pure.
 */

/** @returns for whoever comes: what to call at the end. @throws the signal's reason when it aborts before the turn */
export function createTurns(most: number): (signal?: AbortSignal) => Promise<() => void> {
  let running = 0;
  const waiting = new Set<() => void>();
  const leave = (): void => {
    running--;
    const [next] = waiting;
    next?.();
  };
  return (signal) =>
    new Promise((resolve, reject) => {
      const enter = (): void => {
        waiting.delete(enter);
        signal?.removeEventListener('abort', giveUp);
        running++;
        resolve(leave);
      };
      const giveUp = (): void => {
        waiting.delete(enter);
        reject(signal?.reason as Error);
      };
      if (signal?.aborted) return giveUp();
      if (running < most) return enter();
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.add(enter);
    });
}
