/**
 * One piece of work at a time for each model, in order of arrival. Runs in the core. Needed although engines queue by
 * themselves: `stop` acts on what runs, so the core must know whose work that is.
 */
import { IdleTime } from './idle-time.ts';

export type EngineQueue = {
  /** When nothing runs or waits for any key; background work gives way to whoever takes a turn. */
  readonly idleTime: IdleTime;
  /**
   * Runs `work` when all earlier work for `key` has ended.
   * `left`: gives up waiting when it resolves; then `work` never starts and the result is null.
   */
  run<Result>(key: string, left: Promise<unknown>, work: () => Promise<Result>): Promise<Result | null>;
  /** Something runs for `key`, or waits to. */
  isBusy(key: string): boolean;
  /** Somebody waits behind what runs for `key`: long work that can be cut lets them in between. */
  isWaitedFor(key: string): boolean;
  /** The same for a stream: it opens when its turn has come, and its turn ends with it. Nothing comes once aborted. */
  stream<Event>(
    key: string,
    signal: AbortSignal | undefined,
    open: () => AsyncIterable<Event> | Promise<AsyncIterable<Event>>,
  ): AsyncGenerator<Event, void, undefined>;
};

export function createEngineQueue(): EngineQueue {
  const idleTime = new IdleTime();
  const tails = new Map<string, Promise<void>>();
  const waiting = new Map<string, number>();
  const countWaiting = (key: string, by: 1 | -1): void => void waiting.set(key, (waiting.get(key) ?? 0) + by);

  /** Waits for the turn; answers the function that passes it on, or null when `left` came first. */
  async function take(key: string, left: Promise<unknown>): Promise<(() => void) | null> {
    const leave = idleTime.begin();
    const before = tails.get(key) ?? idleTime.ended(key);
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    // Who leaves the queue early still passes its turn on in order.
    const tail = before.then(() => done);
    tails.set(key, tail);
    const pass = (): void => {
      finish();
      if (tails.get(key) === tail) tails.delete(key);
      leave();
    };
    countWaiting(key, 1);
    const hasLeft = await Promise.race([before.then(() => false), left.then(() => true)]);
    countWaiting(key, -1);
    if (hasLeft) pass();
    return hasLeft ? null : pass;
  }

  return {
    idleTime,
    isBusy: (key) => tails.has(key),
    isWaitedFor: (key) => (waiting.get(key) ?? 0) > 0,
    run: async (key, left, work) => {
      const pass = await take(key, left);
      if (pass === null) return null;
      try {
        return await work();
      } finally {
        pass();
      }
    },
    stream: async function* (key, signal, open) {
      const pass = await take(key, aborted(signal));
      if (pass === null) return;
      try {
        if (signal?.aborted) return;
        for await (const event of await open()) {
          if (signal?.aborted) return;
          yield event;
        }
      } finally {
        pass();
      }
    },
  };
}

/** Settles when the signal is aborted; never without one. */
export function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
