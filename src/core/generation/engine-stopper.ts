/**
 * Asks an engine to stop, one request at a time, until closed. Runs in the core. The engine's own watchdog ends the process if
 * it must.
 */
import type { RunningEngine } from '../engines/running-engine.ts';

export type EngineStopper = { stop(): void; close(): void };

export function createStopper(engine: RunningEngine): EngineStopper {
  let isAsking = false;
  let isClosed = false;
  return {
    stop: () => {
      if (isAsking || isClosed) return;
      isAsking = true;
      const done = (): void => {
        isAsking = false;
      };
      engine.stop().then(done, done);
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** One that stops by itself as soon as `stopped` settles. */
export function stopperFor(
  engine: RunningEngine,
  stopped: Promise<unknown>,
): EngineStopper & { readonly isWanted: boolean } {
  const stopper = createStopper(engine);
  let isWanted = false;
  void stopped.then(() => {
    isWanted = true;
    stopper.stop();
  });
  return {
    ...stopper,
    get isWanted() {
      return isWanted;
    },
  };
}
