/**
 * Opens a data folder: takes its lock, carries out what was decided about it, checks its database, makes a new one or
 * brings it to the present version. Runs in the core. Anything that fails leaves the folder as it was, lock released.
 */
import { accessSync, chmodSync, constants, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StartupReport } from '#contract/app.ts';
import type { PrismeError } from '#contract/errors.ts';
import { makeFolder } from '../app/make-folder.ts';
import { backupsFolder, syncToDisk } from './backup.ts';
import { carryOutDecisions } from './carry-out-decisions.ts';
import { checkDatabaseFile, openLeavingNoTrace } from './check.ts';
import { databaseFileName } from './file-names.ts';
import { type DataFolderLock, lockDataFolder, type LockOptions } from './lock.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open.ts';
import { keepCopy } from './replace-database.ts';
import { removeFile } from './remove-file.ts';
import { breakSeal, checkSeal, sealDatabase } from './seal.ts';
import { storageError, withStorageErrors } from './storage-error.ts';

export type DataFolder = {
  readonly database: Database;
  /** File name of the backup that a migration made; null when none was needed. */
  readonly backupFileName: string | null;
  /** What was set aside before the database was opened, and why. */
  readonly setAside: StartupReport['setAside'];
  /** Why every request that writes is to be refused; null: none is. */
  readonly readOnlyBecause: PrismeError | null;
  /** Closes the database and frees the folder. */
  close(): void;
};

/**
 * @param options.onFocusRequested another start asked for the same folder: the window should come to the front
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.diskFull, app.storageFailed, database.damaged, database.newerVersion
 */
export function openDataFolder(options: {
  readonly dataDir: string;
  readonly now: () => number;
  readonly onFocusRequested?: (() => void) | undefined;
}): DataFolder {
  prepareFolder(options.dataDir);
  const lock = lockDataFolder(options.dataDir, options);
  try {
    return openLocked(options, lock);
  } catch (cause) {
    lock.release();
    throw storageError(cause);
  }
}

/**
 * Opens the database of a newer Prisme to be read, as far as its tables are still those that are known here. Changes
 * nothing in the folder.
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.storageFailed, database.damaged
 */
export function openNewerDataFolder(
  options: LockOptions & { readonly dataDir: string },
  newer: PrismeError,
): DataFolder {
  const lock = lockDataFolder(options.dataDir, options);
  try {
    const path = join(options.dataDir, databaseFileName);
    const { database, close } = openLeavingNoTrace(path);
    return {
      database,
      backupFileName: null,
      setAside: null,
      readOnlyBecause: newer,
      close: () => {
        close();
        lock.release();
      },
    };
  } catch (cause) {
    lock.release();
    throw storageError(cause);
  }
}

function openLocked(
  { dataDir, now }: { readonly dataDir: string; readonly now: () => number },
  lock: DataFolderLock,
): DataFolder {
  const path = join(dataDir, databaseFileName);
  const setAside = prepareDatabase(dataDir, path, now);
  const database = openDatabase(path);
  try {
    const backupPath = migrate(database, backupsFolder(dataDir), now);
    return {
      database,
      backupFileName: backupPath === null ? null : basename(backupPath),
      setAside,
      readOnlyBecause: null,
      close: () => {
        try {
          closeDatabase(database, path);
        } finally {
          lock.release();
        }
      },
    };
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Everything that must be settled before the file is opened for writing. */
function prepareDatabase(dataDir: string, path: string, now: () => number): DataFolder['setAside'] {
  const replaced = carryOutDecisions(dataDir);
  if (checkDatabaseFile(path) === 'absent') createDatabase(path, now);
  // What is damaged in a way that SQLite does not see may get worse by writing: it is kept as it was found.
  const changed = checkSeal(path) === 'changed' ? keepCopy(dataDir, now()) : null;
  breakSeal(path);
  if (changed !== null) return { reason: 'changed', folder: changed };
  return replaced === null ? null : { reason: 'replaced', folder: replaced };
}

function prepareFolder(dataDir: string): void {
  withStorageErrors(() => {
    makeFolder(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK);
    chmodSync(dataDir, 0o700);
  });
}

/** A new database gets its final name only when it is complete: an empty file of that name is therefore always damage. */
function createDatabase(path: string, now: () => number): void {
  const temporaryPath = `${path}.new`;
  withStorageErrors(() => {
    for (const suffix of ['', '-wal', '-shm']) removeFile(temporaryPath + suffix);
    const database = openDatabase(temporaryPath, { create: true });
    try {
      migrate(database, null, now);
      // Closing does the same, but says nothing when the disk is too full for it: the log would stay behind, with most
      // of the database in it.
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
    syncToDisk(temporaryPath);
    renameSync(temporaryPath, path);
    syncToDisk(join(path, '..'));
  });
}

function closeDatabase(database: Database, path: string): void {
  if (!database.open) return;
  try {
    database.pragma('optimize');
  } catch {
    // Statistics only; closing matters more.
  }
  database.close();
  try {
    // A log that is still there holds what the main file does not: the checksum would say nothing.
    if (statSync(`${path}-wal`, { throwIfNoEntry: false }) === undefined) sealDatabase(path);
  } catch {
    // Without it the next start knows less; nothing else is lost.
  }
}
