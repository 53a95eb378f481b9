/**
 * The one place that turns failures of SQLite and the file system into Prisme's errors. Runs in the core.
 */
import SqliteDatabase from 'better-sqlite3';
import { ZodError } from 'zod';
import { type ErrorCode, PrismeError } from '#contract/errors.ts';

/**
 * The typed error for a failed read or write of the data folder. A `PrismeError` passes through; what is no storage
 * failure at all (a mistake in the program) does too.
 *
 * SQLite's result codes: https://sqlite.org/rescode.html; extended ones begin with the primary code's name.
 */
export function storageError(cause: unknown): unknown {
  if (cause instanceof PrismeError) return cause;
  const code = systemCode(cause);
  const known = code === null ? null : errorCodeOf(code);
  return known === null ? cause : new PrismeError(known, { reason: code }, { cause });
}

/**
 * The same for work that only reads and opens what Prisme itself has written: a value that does not have the form that
 * it is written in, and a statement that no longer fits the tables, are damage too.
 */
export function damageError(cause: unknown): unknown {
  const known = storageError(cause);
  if (known instanceof ZodError)
    return new PrismeError('database.damaged', { reason: 'a stored value has the wrong form' }, { cause });
  if (known instanceof SqliteDatabase.SqliteError && known.code === 'SQLITE_ERROR')
    return new PrismeError('database.damaged', { reason: known.message.slice(0, 300) }, { cause });
  return known;
}

/** Runs a piece of storage work and throws its failure typed. */
export function withStorageErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw storageError(cause);
  }
}

const prefixes: readonly (readonly [string, ErrorCode])[] = [
  ['SQLITE_FULL', 'app.diskFull'],
  ['SQLITE_CORRUPT', 'database.damaged'],
  ['SQLITE_NOTADB', 'database.damaged'],
  ['SQLITE_READONLY', 'app.dataFolderNotWritable'],
  ['SQLITE_CANTOPEN', 'app.dataFolderNotWritable'],
  ['SQLITE_PERM', 'app.dataFolderNotWritable'],
  ['SQLITE_AUTH', 'app.dataFolderNotWritable'],
  // A file could not be made longer.
  ['SQLITE_IOERR_SHMSIZE', 'app.diskFull'],
  ['SQLITE_IOERR', 'app.storageFailed'],
  ['SQLITE_BUSY', 'app.storageFailed'],
  ['SQLITE_LOCKED', 'app.storageFailed'],
  ['SQLITE_PROTOCOL', 'app.storageFailed'],
  ['SQLITE_NOMEM', 'app.storageFailed'],
  ['SQLITE_TOOBIG', 'app.storageFailed'],
];

const systemCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'app.diskFull',
  EDQUOT: 'app.diskFull',
  EACCES: 'app.dataFolderNotWritable',
  EPERM: 'app.dataFolderNotWritable',
  EROFS: 'app.dataFolderNotWritable',
  ENOTDIR: 'app.dataFolderNotWritable',
  EEXIST: 'app.dataFolderNotWritable',
  ENOENT: 'app.storageFailed',
  EISDIR: 'app.storageFailed',
  EIO: 'app.storageFailed',
  EMFILE: 'app.storageFailed',
  ENFILE: 'app.storageFailed',
};

function errorCodeOf(code: string): ErrorCode | null {
  return prefixes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? systemCodes[code] ?? null;
}

function systemCode(cause: unknown): string | null {
  if (cause instanceof SqliteDatabase.SqliteError) return cause.code;
  if (cause instanceof TypeError && cause.message.includes('directory does not exist')) return 'ENOENT';
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return null;
}
