/**
 * Opens a data folder: takes its lock, carries out what was decided about it, checks its database, makes a new one or
 * brings it to the present version. Runs in the core. A large database is opened first and checked later (unchecked.ts). Anything that fails leaves the folder as it was, lock released.
 */
import { accessSync, chmodSync, constants, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StartupReport } from '#contract/app.ts';
import { PrismeError } from '#contract/errors.ts';
import { makeFolder } from '../app/make-folder.ts';
import { backupsFolder, syncToDisk } from './backup.ts';
import { carryOutDecisions } from './carry-out-decisions.ts';
import { checkDatabaseFile, isUpToDate, openLeavingNoTrace } from './check.ts';
import { closeDatabase } from './close.ts';
import { isMarkedDamaged, removeDamageMark } from './damage-mark.ts';
import { databaseFileName } from './file-names.ts';
import { type DataFolderLock, lockDataFolder, type LockOptions } from './lock.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open.ts';
import { keepCopy } from './replace-database.ts';
import { removeFile } from './remove-file.ts';
import { breakSeal, checkSeal } from './seal.ts';
import { storageError, withStorageErrors } from './storage-error.ts';
import { openUnchecked, type UncheckedDatabase } from './unchecked.ts';
import type { WholeCheck } from './whole-check.ts';

export type DataFolder = {
  readonly database: Database;
  /** File name of the backup that a migration made; null when none was needed. */
  readonly backupFileName: string | null;
  /** What was set aside before the database was opened, and why. */
  readonly setAside: StartupReport['setAside'];
  /** Why every request that writes is to be refused; null: none is. */
  readonly readOnlyBecause: PrismeError | null;
  /**
   * Begins the check of a file that was too large to be read before it was opened; to be called once, and stopped before
   * the folder is closed. Null: it has been checked.
   */
  readonly checkLater: (() => WholeCheck) | null;
  /** Closes the database and frees the folder. */
  close(): void;
};

export type OpenOptions = LockOptions & {
  readonly dataDir: string;
  /** The largest file that is read as a whole before it is opened; a larger one is read afterwards. Tests lower it. */
  readonly checkFirstUpToBytes?: number | undefined;
};

/** Read in about a tenth of a second; what is larger would be noticed as a slow start. */
const usualCheckFirstUpToBytes = 64 * 1024 * 1024;

/**
 * @param options.onFocusRequested another start asked for the same folder: the window should come to the front
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.diskFull, app.storageFailed, database.damaged, database.newerVersion
 */
export function openDataFolder(options: OpenOptions): DataFolder {
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
      checkLater: null,
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

function openLocked(options: OpenOptions, lock: DataFolderLock): DataFolder {
  const { dataDir, now } = options;
  const path = join(dataDir, databaseFileName);
  const { setAside, isChecked } = prepareDatabase(options, path);
  const opened = isChecked ? openChecked(path) : openUnchecked(path);
  const { database, check } = opened;
  try {
    if (setAside?.reason === 'changed') indexAgain(database);
    const backupPath = migrate(database, backupsFolder(dataDir), now);
    return {
      database,
      backupFileName: backupPath === null ? null : basename(backupPath),
      setAside,
      readOnlyBecause: null,
      checkLater: check === null ? null : () => check(dataDir, now()),
      close: () => {
        try {
          opened.close();
        } finally {
          lock.release();
        }
      },
    };
  } catch (cause) {
    opened.close();
    throw cause;
  }
}

/** An index that no longer repeats its table hides rows that the lists show. @throws database.damaged: two rows have one key */
function indexAgain(database: Database): void {
  try {
    database.exec('REINDEX');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 300) : '';
    throw new PrismeError('database.damaged', { reason }, { cause });
  }
}

function openChecked(path: string): Pick<UncheckedDatabase, 'database' | 'close'> & { readonly check: null } {
  const database = openDatabase(path);
  return { database, check: null, close: () => closeDatabase(database, path) };
}

/** Everything that must be settled before the file is opened for writing. */
function prepareDatabase(
  options: OpenOptions,
  path: string,
): { readonly setAside: DataFolder['setAside']; readonly isChecked: boolean } {
  const { dataDir, now } = options;
  const folder = carryOutDecisions(dataDir);
  const replaced = folder === null ? null : ({ reason: 'replaced', folder } as const);
  if (isCheckedLater(options, path)) return { setAside: replaced, isChecked: false };
  if (checkDatabaseFile(path) === 'absent') createDatabase(path, now);
  removeDamageMark(path);
  // What is damaged in a way that SQLite does not see may get worse by writing: it is kept as it was found.
  const changed = checkSeal(path) === 'changed' ? keepCopy(dataDir, now()) : null;
  breakSeal(path);
  return { setAside: changed === null ? replaced : { reason: 'changed', folder: changed }, isChecked: true };
}

/**
 * A file that was found damaged is not opened again unchecked, and an update copies and rewrites it anyway.
 * @throws database.damaged, database.newerVersion
 */
function isCheckedLater(
  { checkFirstUpToBytes = usualCheckFirstUpToBytes }: OpenOptions,
  path: string,
): boolean {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes <= checkFirstUpToBytes || isMarkedDamaged(path)) return false;
  return isUpToDate(path);
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
