/**
 * Saves what can still be read of a damaged database into a new one, which then takes its place. Runs in the core. The
 * damaged files are only read; they are set aside by replace-database.ts.
 */
import { join } from 'node:path';
import type { SalvageReport } from '#contract/backups.ts';
import { PrismeError } from '#contract/errors.ts';
import { leavingNoTrace } from './check.ts';
import { databaseFileName } from './file-names.ts';
import { databaseVersion, migrate, newestVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { type Database, openDatabase, openReadOnly } from './open.ts';
import { requestReplacement } from './replace-database.ts';
import { repairSalvaged } from './salvage-repair.ts';
import { copyReadableRows } from './salvage-rows.ts';
import { withStorageErrors } from './storage-error.ts';
import { removeFile } from './remove-file.ts';

/**
 * To be called by the owner of the data folder while the database is closed. `finishReplacement` then puts the new
 * database in its place.
 * @throws app.diskFull, app.storageFailed, database.newerVersion: nothing has changed
 */
export function salvageDatabase(
  dataDir: string,
  { now, newId }: { readonly now: () => number; readonly newId: () => string },
): SalvageReport {
  const path = join(dataDir, databaseFileName);
  const newPath = `${path}.salvaged`;
  removeDatabase(newPath);
  try {
    const target = openDatabase(newPath, { create: true });
    try {
      const isRead = leavingNoTrace(path, () => readInto(path, target, now));
      target.pragma('foreign_keys = OFF');
      const isSound = target.transaction(() => repairSalvaged(target, newId)).immediate();
      assertConsistent(target);
      const report = { ...countRows(target), isComplete: isRead && isSound };
      target.pragma('wal_checkpoint(TRUNCATE)');
      target.close();
      requestReplacement(dataDir, newPath, now());
      return report;
    } finally {
      target.close();
    }
  } finally {
    removeDatabase(newPath);
  }
}

/** Makes the tables of the damaged database's version, fills them, and brings them up to date. */
function readInto(path: string, target: Database, now: () => number): boolean {
  const source = openIfPossible(path);
  const version = source === null ? newestVersion() : versionOf(source);
  try {
    const known = migrations.filter((migration) => migration.number <= version);
    migrate(target, null, now, known);
    target.pragma('foreign_keys = OFF');
    const isComplete = source !== null && copyTables(source, target);
    migrate(target, null, now);
    return isComplete;
  } finally {
    source?.close();
  }
}

function copyTables(source: Database, target: Database): boolean {
  // Neither a full-text index nor what it keeps itself in: triggers make it anew from the rows.
  const tables = target
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all();
  return target
    .transaction(() =>
      tables
        .map(({ name }) => {
          const columns = target.pragma(`table_info("${name}")`) as { name: string }[];
          return copyReadableRows(
            source,
            target,
            name,
            columns.map((column) => column.name),
          );
        })
        .every(Boolean),
    )
    .immediate();
}

/** A file that is no database at all, or none: nothing can be read of it. */
function openIfPossible(path: string): Database | null {
  try {
    const database = openReadOnly(path);
    // The first look at the file: opening alone reads nothing.
    database.prepare('SELECT count(*) FROM sqlite_master').get();
    return database;
  } catch {
    return null;
  }
}

/** @throws database.newerVersion: its tables are not known here */
function versionOf(source: Database): number {
  const version = databaseVersion(source);
  if (migrations.some(({ number }) => number === version)) return version;
  // A number that no migration has: damage, or a later Prisme.
  if (version > newestVersion() && version < newestVersion() + 1_000 && version % 10 === 0)
    throw new PrismeError('database.newerVersion', { version, known: newestVersion() });
  return newestVersion();
}

function assertConsistent(target: Database): void {
  const broken = target.pragma('foreign_key_check') as unknown[];
  const result = String(target.pragma('integrity_check(1)', { simple: true }));
  if (broken.length > 0 || result !== 'ok')
    throw new PrismeError('app.storageFailed', { reason: 'what was saved is not consistent' });
}

function countRows(target: Database): Omit<SalvageReport, 'isComplete'> {
  const count = (table: string): number =>
    target.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
  return { conversations: count('conversations'), messages: count('messages'), traces: count('traces') };
}

function removeDatabase(path: string): void {
  withStorageErrors(() => {
    for (const suffix of ['', '-wal', '-shm']) removeFile(path + suffix);
  });
}
