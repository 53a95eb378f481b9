/**
 * Opens the database of a data folder to read it, also while Prisme is open on the folder. Runs in the terminal shell. Changes
 * nothing, and leaves nothing behind.
 */
import { PrismeError } from '#contract/errors.ts';
import { checkDatabaseFile, isUpToDate, openLeavingNoTrace } from './check.ts';
import { type DataFolderLock, lockDataFolder } from './lock.ts';
import { type Database, openReadOnly } from './open.ts';

export type OpenToRead = { readonly database: Database; close(): void };

/**
 * Null: there is no database.
 * @throws search.notIndexed, database.damaged, database.newerVersion, app.dataFolderNotWritable
 */
export function openToRead(path: string, dataDir: string, now: () => number): OpenToRead | null {
  const lock = lockUnlessOpen(dataDir, now);
  try {
    // Who has Prisme open has a database that was checked.
    if (lock !== null && checkDatabaseFile(path) === 'absent') {
      lock.release();
      return null;
    }
    if (lock !== null && !isUpToDate(path)) throw new PrismeError('search.notIndexed');
    const opened = lock === null ? withoutCleaning(path) : openLeavingNoTrace(path);
    const close = (): void => {
      opened.close();
      lock?.release();
    };
    return { database: opened.database, close };
  } catch (cause) {
    lock?.release();
    throw cause;
  }
}

/** Null: Prisme is open on it. */
function lockUnlessOpen(dataDir: string, now: () => number): DataFolderLock | null {
  try {
    return lockDataFolder(dataDir, { now });
  } catch (cause) {
    if (cause instanceof PrismeError && cause.code === 'app.alreadyRunning') return null;
    throw cause;
  }
}

/** The log and the index beside the file are Prisme's, which is using them. */
function withoutCleaning(path: string): OpenToRead {
  const database = openReadOnly(path);
  return { database, close: () => void database.close() };
}
