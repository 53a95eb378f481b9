/**
 * Makes a backup of an open database in a thread of its own. Runs in the core.
 */
import { Worker } from 'node:worker_threads';
import { type ErrorRecord, PrismeError } from '#contract/errors.ts';
import { findWorkerFile } from './worker-file.ts';

/** What the thread is started with and answers (backup-worker.ts). */
export type BackupOrder = {
  readonly databasePath: string;
  readonly backupsDir: string;
  readonly nowMs: number;
};
export type BackupAnswer = { readonly path: string } | { readonly error: ErrorRecord };

export type RunningBackup = {
  /** The path of the backup. @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable, backup.notSound */
  readonly done: Promise<string>;
  /** Gives up: what was written so far is removed by the next backup. */
  cancel(): Promise<void>;
};

export function backUpInThread(order: BackupOrder): RunningBackup {
  const worker = new Worker(findWorkerFile('backup-worker'), { workerData: order });
  const done = new Promise<string>((resolve, reject) => {
    worker.once('message', (answer: BackupAnswer) => {
      if ('path' in answer) resolve(answer.path);
      else reject(new PrismeError(answer.error.code, answer.error.details));
    });
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(new PrismeError('app.storageFailed', { reason: 'the backup was cut off' })),
    );
  });
  return {
    done,
    cancel: async () => {
      // Whoever waits for it hears that it was cut off; nobody has to wait.
      done.catch(() => undefined);
      await worker.terminate();
    },
  };
}
