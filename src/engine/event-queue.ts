/**
 * Events pushed by a task and read by one async iterator, in order. Runs in the engine. The task never waits for the
 * reader: llama.cpp evaluates the next token while the last one is being sent.
 */

/** A queue with one writer and one reader. */
export type EventQueue<T> = AsyncIterable<T> & {
  readonly push: (event: T) => void;
  readonly end: () => void;
  /** The reader gets the events before, then this error. */
  readonly fail: (error: unknown) => void;
};

export function createEventQueue<T>(): EventQueue<T> {
  const events: T[] = [];
  let outcome: { error?: unknown } | null = null;
  let wake: (() => void) | null = null;

  function wakeReader(): void {
    wake?.();
    wake = null;
  }

  return {
    push(event) {
      events.push(event);
      wakeReader();
    },
    end() {
      outcome ??= {};
      wakeReader();
    },
    fail(error) {
      outcome ??= { error };
      wakeReader();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        if (outcome !== null) {
          if ('error' in outcome) throw outcome.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
