/**
 * Tells every page what changed. Runs in the core. Keeps nothing for pages that are not there: a page reads the
 * present state when it opens.
 */
import type { Notice } from '#contract/app.ts';
import { Pulse } from './pulse.ts';

export type Notices = {
  publish(notice: Notice): void;
  /** All notices from the call on, until `signal` aborts or the core closes. */
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<Notice, void, void>;
  /** Ends every subscription. */
  close(): void;
};

type Subscriber = { waiting: Notice[] };

export function createNotices(): Notices {
  const subscribers = new Set<Subscriber>();
  const pulse = new Pulse();
  let isClosed = false;

  async function* read(
    subscriber: Subscriber,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Notice, void, void> {
    try {
      while (!signal?.aborted) {
        const batch = subscriber.waiting;
        subscriber.waiting = [];
        yield* batch;
        if (subscriber.waiting.length > 0) continue;
        if (isClosed) return;
        await pulse.next(signal);
      }
    } finally {
      subscribers.delete(subscriber);
    }
  }

  return {
    publish: (notice) => {
      for (const subscriber of subscribers) subscriber.waiting.push(notice);
      pulse.beat();
    },
    subscribe: (signal) => {
      // Registered now, not at the first read: nothing that is published in between is missed.
      const subscriber: Subscriber = { waiting: [] };
      subscribers.add(subscriber);
      signal?.addEventListener('abort', () => subscribers.delete(subscriber));
      return read(subscriber, signal);
    },
    close: () => {
      isClosed = true;
      pulse.beat();
    },
  };
}
