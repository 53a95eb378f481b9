/**
 * Lets any number of readers wait for "something changed". Runs in the core. Carries no value: a reader looks for
 * itself at what is new, so a slow one skips nothing and holds nothing.
 */

export class Pulse {
  #waiters = new Set<() => void>();

  /** Wakes everyone who waits now. */
  beat(): void {
    const waiters = this.#waiters;
    this.#waiters = new Set();
    for (const wake of waiters) wake();
  }

  /** Resolves at the next beat, or when `signal` aborts. Never rejects. */
  next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#waiters.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiters.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
