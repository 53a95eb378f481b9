/**
 * Decides whether a database file may be opened for writing, without changing it or its companions. Runs in the core.
 * The words of the messages are checked after opening, see message-check.ts.
 */
import { statSync } from 'node:fs';
import { PrismeError } from '#contract/errors.ts';
import { databaseVersion, newestVersion } from './migrate.ts';
import { applicationId, type Database, openReadOnly } from './open.ts';
import { removeIfPossible } from './remove-file.ts';
import { withStorageErrors } from './storage-error.ts';

/**
 * Looks at a database before it is used. `absent`: there is none and none is missing, so a new one may be made.
 * A file that exists and cannot be read is never taken for absent, whatever its size.
 *
 * @param depth `quick`: pages, cells, constraints and row order; `thorough`: also whether each index repeats its table
 * @throws database.damaged `{ reason }`, database.newerVersion `{ version, known }`: the files stay as they are
 */
export function checkDatabaseFile(path: string, depth: 'quick' | 'thorough' = 'quick'): 'absent' | 'sound' {
  if (sizeBytes(path) === null) {
    // A write-ahead log without its database: the database was moved or lost, and starting afresh would hide that.
    if ((sizeBytes(`${path}-wal`) ?? 0) > 0)
      throw new PrismeError('database.damaged', { reason: 'the main file is missing' });
    return 'absent';
  }
  if (sizeBytes(path) === 0) throw new PrismeError('database.damaged', { reason: 'the file is empty' });
  readOnce(path, (database) => {
    assertKnown(database);
    assertSound(database, depth);
  });
  return 'sound';
}

/**
 * Whether a database that is there has the tables of this Prisme; else it is to be migrated. Reads its head alone.
 * @throws database.damaged, database.newerVersion: as above
 */
export function isUpToDate(path: string): boolean {
  return readOnce(path, (database) => {
    assertKnown(database);
    return databaseVersion(database) === newestVersion();
  });
}

function readOnce<Result>(path: string, work: (database: Database) => Result): Result {
  return leavingNoTrace(path, () => {
    const database = openReadOnly(path);
    try {
      return work(database);
    } finally {
      database.close();
    }
  });
}

/** Reads a database that nobody else writes to; neither its files nor their companions are changed by that. */
export function leavingNoTrace<Result>(path: string, work: () => Result): Result {
  const forget = companionsToRemove(path);
  try {
    return withStorageErrors(work);
  } finally {
    forget();
  }
}

/** The same for a database that stays open. */
export function openLeavingNoTrace(path: string): { readonly database: Database; close(): void } {
  const forget = companionsToRemove(path);
  const database = openReadOnly(path);
  return {
    database,
    close: () => {
      database.close();
      forget();
    },
  };
}

/** Reading in write-ahead mode makes SQLite put an empty log and an index beside the file: they go again. */
function companionsToRemove(path: string): () => void {
  const companions = [`${path}-wal`, `${path}-shm`].filter((companion) => sizeBytes(companion) === null);
  return () => {
    const isLogUnused = (sizeBytes(`${path}-wal`) ?? 0) === 0;
    for (const companion of companions) if (isLogUnused) removeIfPossible(companion);
  };
}

function assertKnown(database: Database): void {
  if (Number(database.pragma('application_id', { simple: true })) !== applicationId) {
    throw new PrismeError('database.damaged', { reason: 'the file is not a database of Prisme' });
  }
  const version = databaseVersion(database);
  const known = newestVersion();
  if (version > known) throw new PrismeError('database.newerVersion', { version, known });
}

/** @throws database.damaged */
export function assertSound(database: Database, depth: 'quick' | 'thorough'): void {
  const check = depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)';
  const result = String(database.pragma(check, { simple: true }));
  if (result !== 'ok') throw new PrismeError('database.damaged', { reason: result.slice(0, 300) });
}

function sizeBytes(path: string): number | null {
  return withStorageErrors(() => statSync(path, { throwIfNoEntry: false })?.size ?? null);
}
