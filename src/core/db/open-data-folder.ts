/**
 * Opens a data folder: takes its lock, empties it if that was decided, checks its database, makes a new one or brings it to the present version.
 * Runs in the core. Anything that fails leaves the folder as it was, lock released.
 */
import { accessSync, chmodSync, constants, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '../app/make-folder.ts';
import { syncToDisk } from './backup.ts';
import { checkDatabaseFile } from './check.ts';
import { eraseIfMarked } from './erase.ts';
import { lockDataFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open.ts';
import { storageError, withStorageErrors } from './storage-error.ts';

export type DataFolder = {
  readonly database: Database;
  /** File name of the backup that a migration made; null when none was needed. */
  readonly backupFileName: string | null;
  /** Closes the database and frees the folder. */
  close(): void;
};

/** Name of the database inside the data folder. */
export const databaseFileName = 'prisme.db';

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
    eraseIfMarked(options.dataDir);
    const path = join(options.dataDir, databaseFileName);
    if (checkDatabaseFile(path) === 'absent') createDatabase(path, options.now);
    const database = openDatabase(path);
    try {
      const backupPath = migrate(database, join(options.dataDir, 'backups'), options.now);
      return {
        database,
        backupFileName: backupPath === null ? null : basename(backupPath),
        close: () => {
          closeDatabase(database);
          lock.release();
        },
      };
    } catch (cause) {
      database.close();
      throw cause;
    }
  } catch (cause) {
    lock.release();
    throw storageError(cause);
  }
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
    for (const suffix of ['', '-wal', '-shm']) rmSync(temporaryPath + suffix, { force: true });
    const database = openDatabase(temporaryPath, { create: true });
    try {
      migrate(database, null, now);
    } finally {
      database.close();
    }
    syncToDisk(temporaryPath);
    renameSync(temporaryPath, path);
    syncToDisk(join(path, '..'));
  });
}

function closeDatabase(database: Database): void {
  if (!database.open) return;
  try {
    database.pragma('optimize');
  } catch {
    // Statistics only; closing matters more.
  }
  database.close();
}
