/**
 * Who waits for which model to be loaded, so that a load can be given up before its engine has been started. Runs in the
 * core. Loads nothing.
 */
import type { ModelId } from '#contract/ids.ts';

export type PendingLoad = {
  /** Settles when the model is not wanted any more. */
  readonly cancelled: Promise<void>;
  readonly isCancelled: boolean;
  end(): void;
};

type Entry = { isCancelled: boolean; readonly cancel: () => void };

export class PendingLoads {
  readonly #entries = new Map<ModelId, Set<Entry>>();

  begin(modelId: ModelId): PendingLoad {
    const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>();
    const entry: Entry = { isCancelled: false, cancel };
    const entries = this.#entries.get(modelId) ?? new Set();
    this.#entries.set(modelId, entries.add(entry));
    return {
      cancelled,
      get isCancelled() {
        return entry.isCancelled;
      },
      end: () => {
        entries.delete(entry);
        // Safe to call again, when others wait under the same name.
        if (entries.size === 0 && this.#entries.get(modelId) === entries) this.#entries.delete(modelId);
      },
    };
  }

  /** All who wait for it now; who asks from now on is not among them. */
  cancel(modelId: ModelId): void {
    for (const entry of this.#entries.get(modelId) ?? []) {
      entry.isCancelled = true;
      entry.cancel();
    }
  }

  /** How many wait for it who still may have it. */
  count(modelId: ModelId): number {
    return [...(this.#entries.get(modelId) ?? [])].filter(({ isCancelled }) => !isCancelled).length;
  }
}
