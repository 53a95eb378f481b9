/**
 * What the files of this folder need from the rest of the core. Types only.
 */
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { ModelLibrary } from '../models/model-library.ts';

export type GridsContext = {
  readonly store: Store;
  readonly library: Pick<ModelLibrary, 'get' | 'list' | 'load' | 'memory' | 'onChange' | 'vocabulary'>;
  readonly queue: EngineQueue;
  readonly notices: Notices;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new UUID. */
  readonly newId: () => string;
};
