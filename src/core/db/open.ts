/**
 * Opens the SQLite file with Prisme's rules. Runs in the core. Knows no tables (see migrations/), takes no lock of the
 * data folder (see lock.ts) and looks for no damage (see check.ts).
 */
import { chmodSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { makePrivateFile } from './private-file.ts';
import { storageError } from './storage-error.ts';

/** An open connection. Calls are synchronous; statements are prepared once by the files beside this one. */
export type Database = SqliteDatabase.Database;

/** "Prsm" in ASCII: marks the file as Prisme's (SQLite's `application_id`, shown by `file`). */
export const applicationId = 0x50_72_73_6d;

/** After a checkpoint the write-ahead log is cut back to at most this size. */
const journalSizeLimitBytes = 64 * 1024 * 1024;

/**
 * Opens a database file for reading and writing; creates it when `create` is set. The file belongs to its owner alone
 * (0600).
 *
 * Write-ahead log with `synchronous=FULL`: what a transaction acknowledged survives a power cut.
 * `trusted_schema=OFF` and `cell_size_check`: SQLite's own advice for files that may have been tampered with.
 * `secure_delete`: deleted text is overwritten with zeros. `temp_store=MEMORY`: what SQLite sorts is never written outside
 * the data folder.
 * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable, database.damaged
 */
export function openDatabase(
  path: string,
  options: { readonly create: boolean } = { create: false },
): Database {
  try {
    if (options.create) makePrivateFile(path);
    const database = new SqliteDatabase(path, { fileMustExist: !options.create, timeout: 5_000 });
    try {
      configure(database);
      chmodSync(path, 0o600);
      return database;
    } catch (cause) {
      database.close();
      throw cause;
    }
  } catch (cause) {
    throw storageError(cause);
  }
}

/** Opens a file that must not be changed: reads only, never checkpoints the write-ahead log. */
export function openReadOnly(path: string): Database {
  try {
    const database = new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return database;
  } catch (cause) {
    throw storageError(cause);
  }
}

function configure(database: Database): void {
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('checkpoint_fullfsync = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.pragma('secure_delete = ON');
  database.pragma('mmap_size = 0');
  database.pragma('temp_store = MEMORY');
  database.pragma(`journal_size_limit = ${journalSizeLimitBytes}`);
}
