/**
 * Makes backups of the database that are known to open. Runs in the core.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { type Database, openReadOnly } from './open.ts';
import { makePrivateFile } from './private-file.ts';
import { withStorageErrors } from './storage-error.ts';

/** How many backups are kept; the oldest go first. */
const keptBackups = 7;

/**
 * Copies the whole database into `backupsDir`: `VACUUM INTO` a temporary file, integrity check of the copy, fsync,
 * rename. A file with the final name is therefore always a complete, sound database.
 *
 * @returns the path of the backup
 * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable
 */
export function backUp(database: Database, backupsDir: string, version: number, nowMs: number): string {
  const name = `prisme-v${String(version).padStart(4, '0')}-${timestamp(nowMs)}.db`;
  const path = join(backupsDir, name);
  const temporaryPath = `${path}.tmp`;
  return withStorageErrors(() => {
    mkdirSync(backupsDir, { recursive: true, mode: 0o700 });
    rmSync(temporaryPath, { force: true });
    try {
      // SQLite copies into an empty file too, and leaves its permissions as they are.
      makePrivateFile(temporaryPath);
      database.prepare('VACUUM INTO ?').run(temporaryPath);
      verify(temporaryPath, version);
      syncToDisk(temporaryPath);
      renameSync(temporaryPath, path);
      syncToDisk(backupsDir);
    } catch (cause) {
      rmSync(temporaryPath, { force: true });
      throw cause;
    }
    removeOld(backupsDir);
    return path;
  });
}

function verify(path: string, version: number): void {
  const copy = openReadOnly(path);
  try {
    const result = copy.pragma('integrity_check(1)', { simple: true });
    const copiedVersion = Number(copy.pragma('user_version', { simple: true }));
    if (result !== 'ok' || copiedVersion !== version) {
      throw new PrismeError('app.storageFailed', { reason: 'backup is not sound' });
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

function removeOld(backupsDir: string): void {
  const backups = readdirSync(backupsDir).filter((name) => /^prisme-v\d+-.*\.db$/.test(name));
  // By time, not by version: the version stands first in the name.
  const byTime = backups.toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
  for (const name of byTime.slice(0, -keptBackups)) rmSync(join(backupsDir, name), { force: true });
}

function timeOf(name: string): string {
  return name.replace(/^prisme-v\d+-/, '');
}

/** 20260131T093005123Z: sorts by time and is a file name on every system. */
function timestamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '');
}
