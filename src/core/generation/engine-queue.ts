/**
 * One piece of work at a time for each model, in order of arrival. Runs in the core. Needed although engines queue by
 * themselves: `stop` acts on what runs, so the core must know whose work that is.
 */

export type EngineQueue = {
  /**
   * Runs `work` when all earlier work for `key` has ended.
   * `left`: gives up waiting when it resolves; then `work` never starts and the result is null.
   */
  run<Result>(key: string, left: Promise<unknown>, work: () => Promise<Result>): Promise<Result | null>;
};

export function createEngineQueue(): EngineQueue {
  const tails = new Map<string, Promise<void>>();
  return {
    run: async (key, left, work) => {
      const before = tails.get(key) ?? Promise.resolve();
      const { promise: done, resolve: finish } = Promise.withResolvers<void>();
      // Who leaves the queue early still passes its turn on in order.
      const tail = before.then(() => done);
      tails.set(key, tail);
      try {
        const hasLeft = await Promise.race([before.then(() => false), left.then(() => true)]);
        return hasLeft ? null : await work();
      } finally {
        finish();
        if (tails.get(key) === tail) tails.delete(key);
      }
    },
  };
}
