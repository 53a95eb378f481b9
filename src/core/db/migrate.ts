/**
 * Brings a database to the present version: a verified backup before the first migration, each migration in one
 * transaction. Runs in the core. Whether the file may be opened at all is decided in check.ts.
 */
import { backUp } from './backup.ts';
import { migrations as allMigrations } from './migrations/migrations.ts';
import type { Migration } from './migrations/migration.ts';
import { applicationId, type Database } from './open.ts';
import { withStorageErrors } from './storage-error.ts';

/** The version that this Prisme writes: the number of its last migration. */
export function newestVersion(migrations: readonly Migration[] = allMigrations): number {
  return migrations.at(-1)?.number ?? 0;
}

/** The version of an open database: the number of the last migration that was applied, 0 for a new file. */
export function databaseVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/**
 * Applies the migrations that are missing. A database that holds something already (version > 0) is backed up into
 * `backupsDir` before the first of them (one for each would push out the backups of days: only seven are kept); a new one
 * has nothing to lose and `backupsDir` may be null.
 * Killed at any moment, the file is at the old or the new version, never between.
 *
 * @returns the path of the backup, or null
 * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable
 */
export function migrate(
  database: Database,
  backupsDir: string | null,
  now: () => number,
  migrations: readonly Migration[] = allMigrations,
): string | null {
  let backupPath: string | null = null;
  for (const migration of migrations) {
    const version = databaseVersion(database);
    if (migration.number <= version) continue;
    if (version > 0 && backupsDir !== null) backupPath ??= backUp(database, backupsDir, version, now());
    apply(database, migration);
  }
  return backupPath;
}

function apply(database: Database, migration: Migration): void {
  withStorageErrors(() =>
    database
      .transaction(() => {
        migration.up(database);
        // Both live in the file's header page and are part of the transaction.
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${migration.number}`);
      })
      .immediate(),
  );
}
