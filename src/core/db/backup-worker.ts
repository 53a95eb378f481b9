/**
 * The thread that makes one backup, so that the core goes on answering while a large database is copied. A worker thread
 * of the core with a connection of its own; back-up-in-thread.ts starts it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PrismeError } from '#contract/errors.ts';
import { backUp } from './backup.ts';
import type { BackupAnswer, BackupOrder } from './back-up-in-thread.ts';
import { databaseVersion } from './migrate.ts';
import { openReadOnly } from './open.ts';

parentPort?.postMessage(answer());

function answer(): BackupAnswer {
  // Made by back-up-in-thread.ts, which starts this file and nothing else does.
  const { databasePath, backupsDir, nowMs } = workerData as BackupOrder;
  try {
    const database = openReadOnly(databasePath);
    try {
      return { path: backUp(database, backupsDir, databaseVersion(database), nowMs) };
    } finally {
      database.close();
    }
  } catch (cause) {
    if (cause instanceof PrismeError) return { error: cause.toRecord() };
    throw cause;
  }
}
