/**
 * Makes backups of the database that are known to open, and lists them. Runs in the core. When one is made is decided
 * elsewhere (migrate.ts, core/backups).
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Backup, type BackupName, backupNameSchema } from '#contract/backups.ts';
import { PrismeError } from '#contract/errors.ts';
import { makeFolder } from '../app/make-folder.ts';
import { type Database, openReadOnly } from './open.ts';
import { folderNames } from './file-names.ts';
import { makePrivateFile } from './private-file.ts';
import { removeFile, removeIfPossible } from './remove-file.ts';
import { withStorageErrors } from './storage-error.ts';
import { fromTimestamp, toTimestamp } from './timestamp.ts';

/** How many backups are kept, whatever they were made for; the oldest go first. */
const keptBackups = 7;

/** The folder of the backups inside the data folder. */
export function backupsFolder(dataDir: string): string {
  return join(dataDir, folderNames.backups);
}

/**
 * Copies the whole database into `backupsDir`: `VACUUM INTO` a temporary file, integrity check of the copy, fsync,
 * rename. A file with the final name is therefore always a complete, sound database.
 *
 * @returns the path of the backup
 * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable, backup.notSound
 */
export function backUp(database: Database, backupsDir: string, version: number, nowMs: number): string {
  const name = `prisme-v${String(version).padStart(4, '0')}-${toTimestamp(nowMs)}.db`;
  const path = join(backupsDir, name);
  const temporaryPath = `${path}.tmp`;
  return withStorageErrors(() => {
    makeFolder(backupsDir);
    removeHalfMade(backupsDir);
    try {
      // SQLite copies into an empty file too, and leaves its permissions as they are.
      makePrivateFile(temporaryPath);
      database.prepare('VACUUM INTO ?').run(temporaryPath);
      assertSound(temporaryPath, version);
      syncToDisk(temporaryPath);
      renameSync(temporaryPath, path);
      syncToDisk(backupsDir);
    } catch (cause) {
      for (const suffix of ['', '-journal']) removeIfPossible(temporaryPath + suffix);
      throw cause;
    }
    removeOld(backupsDir, name);
    return path;
  });
}

/** The backups that are there, the newest first. No folder: none. */
export function listBackups(backupsDir: string): Backup[] {
  return withStorageErrors(() => {
    if (statSync(backupsDir, { throwIfNoEntry: false }) === undefined) return [];
    const backups = readdirSync(backupsDir).flatMap((name) => describe(backupsDir, name) ?? []);
    return backups.toSorted((a, b) => b.madeAtMs - a.madeAtMs);
  });
}

/** The path of a backup. @throws backup.notFound */
export function findBackup(backupsDir: string, name: BackupName): string {
  if (describe(backupsDir, name) === null) throw new PrismeError('backup.notFound', { name });
  return join(backupsDir, name);
}

function describe(backupsDir: string, name: string): Backup | null {
  const parsed = backupNameSchema.safeParse(name);
  const [, version = '', timestamp = ''] = /^prisme-v(\d+)-(.*)\.db$/.exec(name) ?? [];
  const madeAtMs = fromTimestamp(timestamp);
  // A backup may be removed while the others are listed.
  const file = statSync(join(backupsDir, name), { throwIfNoEntry: false });
  if (!parsed.success || madeAtMs === null || file?.isFile() !== true) return null;
  return { name: parsed.data, madeAtMs, sizeBytes: file.size, version: Number(version) };
}

/** Every page, every index, and the version that the name says. @throws backup.notSound */
function assertSound(path: string, version: number): void {
  const copy = openReadOnly(path);
  try {
    const result = copy.pragma('integrity_check(1)', { simple: true });
    const copiedVersion = Number(copy.pragma('user_version', { simple: true }));
    if (result !== 'ok' || copiedVersion !== version) {
      throw new PrismeError('backup.notSound', { reason: String(result).slice(0, 300) });
    }
  } finally {
    copy.close();
  }
}

/** Flushes a file or a folder; a folder cannot be opened on Windows, where a rename is durable by itself. */
export function syncToDisk(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    if (process.platform === 'win32') return;
    throw cause;
  }
  try {
    fsyncSync(descriptor);
  } catch (cause) {
    if (process.platform !== 'win32') throw cause;
  } finally {
    closeSync(descriptor);
  }
}

/** What a run that was killed left behind; only one backup is made at a time. */
function removeHalfMade(backupsDir: string): void {
  for (const name of readdirSync(backupsDir))
    if (/^prisme-v\d+-.*\.db\.tmp(-journal)?$/.test(name)) removeFile(join(backupsDir, name));
}

/** By time, not by version. The one just made stays, even where a clock that was wrong gave others a later time. */
function removeOld(backupsDir: string, justMade: string): void {
  const others = listBackups(backupsDir).filter(({ name }) => name !== justMade);
  for (const { name } of others.slice(keptBackups - 1)) removeFile(join(backupsDir, name));
}
