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
 * @throws database.damaged `{ reason }`, database.newerVersion `{ version, known }`: the files stay as they are
 */
export function checkDatabaseFile(path: string): 'absent' | 'sound' {
  if (sizeBytes(path) === null) {
    // A write-ahead log without its database: the database was moved or lost, and starting afresh would hide that.
    if ((sizeBytes(`${path}-wal`) ?? 0) > 0)
      throw new PrismeError('database.damaged', { reason: 'the main file is missing' });
    return 'absent';
  }
  if (sizeBytes(path) === 0) throw new PrismeError('database.damaged', { reason: 'the file is empty' });
  leavingNoTrace(path, () => {
    const database = openReadOnly(path);
    try {
      assertKnown(database);
      assertSound(database);
    } finally {
      database.close();
    }
  });
  return 'sound';
}

/** Reading in write-ahead mode makes SQLite put an empty log and an index beside the file: they go again. */
function leavingNoTrace(path: string, work: () => void): void {
  const companions = [`${path}-wal`, `${path}-shm`].filter((companion) => sizeBytes(companion) === null);
  try {
    withStorageErrors(work);
  } finally {
    const isLogUnused = (sizeBytes(`${path}-wal`) ?? 0) === 0;
    for (const companion of companions) if (isLogUnused) removeIfPossible(companion);
  }
}

function assertKnown(database: Database): void {
  if (Number(database.pragma('application_id', { simple: true })) !== applicationId) {
    throw new PrismeError('database.damaged', { reason: 'the file is not a database of Prisme' });
  }
  const version = databaseVersion(database);
  const known = newestVersion();
  if (version > known) throw new PrismeError('database.newerVersion', { version, known });
}

/** Pages, cells, constraints and row order; quick_check leaves out only whether each index repeats its table. */
function assertSound(database: Database): void {
  const result = String(database.pragma('quick_check(1)', { simple: true }));
  if (result !== 'ok') throw new PrismeError('database.damaged', { reason: result.slice(0, 300) });
}

function sizeBytes(path: string): number | null {
  return withStorageErrors(() => statSync(path, { throwIfNoEntry: false })?.size ?? null);
}
