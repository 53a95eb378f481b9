/**
 * A value with listeners, in the form that React's useSyncExternalStore takes. Page, memory only.
 */

export type ValueStore<T> = {
  readonly get: () => T;
  readonly set: (value: T) => void;
  /** Returns the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Somebody shows the value. */
  readonly hasListeners: () => boolean;
};

export function createValueStore<T>(initial: T): ValueStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    hasListeners: () => listeners.size > 0,
  };
}
