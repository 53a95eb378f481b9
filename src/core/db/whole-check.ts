/**
 * Checks the whole of a database that is open, in a worker thread (check-worker.ts) with a connection of its own. Runs in
 * the core. Decides nothing about what is found, and repairs nothing.
 */
import { Worker } from 'node:worker_threads';
import type { ErrorRecord } from '#contract/errors.ts';
import type { Seal } from './seal.ts';
import { findWorkerFile } from './worker-file.ts';

/** What the thread is started with. */
export type WholeCheckOrder = {
  readonly dataDir: string;
  readonly databasePath: string;
  /** Of the main file. Lent: whoever opened it closes it, after the database. */
  readonly descriptor: number;
  /** What the main file was when Prisme last ended; null: nothing is known, as after a crash. */
  readonly seal: Seal | null;
  readonly nowMs: number;
};

/** `changed`: not as Prisme left it, though its structure is sound; a copy of it is in `folder`, inside the data folder. */
export type FileFinding =
  | { readonly kind: 'sound' }
  | { readonly kind: 'changed'; readonly folder: string }
  | { readonly kind: 'damaged'; readonly error: ErrorRecord }
  /** Nobody knows: the check could not be made. */
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

/** What the thread answers, in this order; after the file it waits until it may put the log into it. */
export type WholeCheckAnswer =
  | { readonly about: 'file'; readonly finding: FileFinding }
  | { readonly about: 'log' }
  | { readonly about: 'messages'; readonly damagedIds: readonly string[] };

export type WholeCheck = {
  /** Never rejects. Null: it was stopped before. */
  readonly file: Promise<FileFinding | null>;
  /**
   * To be called when `file` is sound or changed and may be written to again: the thread puts what is in the write-ahead log
   * into it, so that nobody's write has to wait for what has gathered there, and goes on. Never rejects.
   */
  makeCheckpoint(): Promise<void>;
  /** Ids of the messages that do not match their hash. Never rejects. Null: they were not all read. */
  readonly messages: Promise<readonly string[] | null>;
  /** Resolves when the thread is gone, at the latest when SQLite has ended its part: that cannot be interrupted. */
  stop(): Promise<void>;
};

export function checkInThread(order: WholeCheckOrder): WholeCheck {
  const worker = new Worker(findWorkerFile('check-worker'), { workerData: order });
  // A core that has nothing else to do need not wait for it.
  worker.unref();
  const file = Promise.withResolvers<FileFinding | null>();
  const messages = Promise.withResolvers<readonly string[] | null>();
  const log = Promise.withResolvers<void>();
  let isStopped = false;
  worker.on('message', (answer: WholeCheckAnswer) => {
    if (answer.about === 'file') file.resolve(answer.finding);
    else if (answer.about === 'log') log.resolve();
    else messages.resolve(answer.damagedIds);
  });
  const end = (reason: string): void => {
    const error: ErrorRecord = { code: 'app.storageFailed', details: { reason: reason.slice(0, 300) } };
    file.resolve(isStopped ? null : { kind: 'failed', error });
    log.resolve();
    messages.resolve(null);
  };
  worker.once('error', (cause) => end(String(cause)));
  worker.once('exit', () => end('the check was cut off'));
  return {
    file: file.promise,
    makeCheckpoint: () => {
      worker.postMessage('checkpoint');
      return log.promise;
    },
    messages: messages.promise,
    stop: async () => {
      isStopped = true;
      await worker.terminate();
    },
  };
}
