/**
 * A queue of turns: one holder at a time, in order of arrival. Runs in the core.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** True while somebody holds or awaits a turn. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** Resolves when it is the caller's turn, with the function that ends it (safe to call again). */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    this.#waiting += 1;
    await before;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#waiting -= 1;
      resolve();
    };
  }

  /** Resolves when all who have asked until now have had their turn. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /** Runs `work` in a turn of its own. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = await this.take();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
