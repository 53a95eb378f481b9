/**
 * Puts another database in the place of the present one, which is set aside and never deleted. Runs in the core.
 *
 * One rename decides: once the complete new file is in the data folder as a replacement, the exchange happens, at once or
 * at the next start, as often as it is interrupted; before that nothing has changed. So the folder holds the old
 * database or the new one at any moment, and a main file never meets the write-ahead log of another one.
 */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BackupName } from '#contract/backups.ts';
import { PrismeError } from '#contract/errors.ts';
import { makeFolder } from '../app/make-folder.ts';
import { backupsFolder, findBackup, syncToDisk } from './backup.ts';
import { checkDatabaseFile } from './check.ts';
import { damageMarkPath } from './damage-mark.ts';
import { databaseFileName, folderNames } from './file-names.ts';
import { sealPath } from './seal.ts';
import { withStorageErrors } from './storage-error.ts';
import { toTimestamp } from './timestamp.ts';
import { removeFile } from './remove-file.ts';

/** Half a copy may be left by a process that was killed. */
const copyName = `${databaseFileName}.copy`;
const sliceBytes = 4 * 1024 * 1024;
const replacement = /^prisme\.db\.replacement-(\d{8}T\d{9}Z)$/;

/**
 * Checks a backup, copies it into the data folder, and decides that it takes the place of the database.
 * `finishReplacement` carries that out.
 * @throws backup.notFound, backup.notSound, database.newerVersion, app.diskFull, app.storageFailed
 */
export function requestRestore(dataDir: string, name: BackupName, nowMs: number): void {
  const source = findBackup(backupsFolder(dataDir), name);
  assertRestorable(source);
  const copy = join(dataDir, copyName);
  withStorageErrors(() => {
    removeFile(copy);
    try {
      copyFileSync(source, copy, constants.COPYFILE_FICLONE);
      chmodSync(copy, 0o600);
    } catch (cause) {
      removeFile(copy);
      throw cause;
    }
  });
  requestReplacement(dataDir, copy, nowMs);
}

/** Decides that the complete, closed database at `path`, inside the data folder, takes the place of the present one. */
export function requestReplacement(dataDir: string, path: string, nowMs: number): void {
  withStorageErrors(() => {
    syncToDisk(path);
    renameSync(path, join(dataDir, `${databaseFileName}.replacement-${toTimestamp(nowMs)}`));
    syncToDisk(dataDir);
  });
}

/**
 * Carries out what was decided. To be called by the owner of the data folder while the database is closed.
 * @returns the folder that the old database is in, inside the data folder; null: nothing was to be done
 */
export function finishReplacement(dataDir: string): string | null {
  return withStorageErrors(() => {
    removeFile(join(dataDir, copyName));
    // Of several, left by runs that were killed, the last decision counts.
    const [name, ...overtaken] = replacementsIn(dataDir).reverse();
    if (name === undefined) return null;
    for (const each of overtaken) removeFile(join(dataDir, each));
    const folder = join(folderNames.setAside, replacement.exec(name)?.[1] ?? '');
    setAside(dataDir, folder);
    renameSync(join(dataDir, name), join(dataDir, databaseFileName));
    syncToDisk(dataDir);
    return folder;
  });
}

/** Keeps a copy of the database as it is, before it is opened. @returns the folder, inside the data folder */
export function keepCopy(dataDir: string, nowMs: number): string {
  return withStorageErrors(() => {
    const folder = join(folderNames.setAside, toTimestamp(nowMs));
    makeFolder(join(dataDir, folder));
    for (const name of databaseFiles(dataDir)) {
      const copy = join(dataDir, folder, name);
      copyFileSync(join(dataDir, name), copy, constants.COPYFILE_FICLONE);
      syncToDisk(copy);
    }
    syncToDisk(join(dataDir, folder));
    return folder;
  });
}

/**
 * The same for a database that is open and whose main file is held as it was found (hold-checkpoints.ts). The log goes
 * along with what was written since.
 * @param descriptor of the main file: opening and closing it here would end the locks that this process has on it (POSIX)
 */
export function keepCopyOfOpen(dataDir: string, descriptor: number, nowMs: number): string {
  return withStorageErrors(() => {
    const folder = join(folderNames.setAside, toTimestamp(nowMs));
    makeFolder(join(dataDir, folder));
    const copy = join(dataDir, folder, databaseFileName);
    copyOpenFile(descriptor, copy);
    syncToDisk(copy);
    const log = `${databaseFileName}-wal`;
    if (existsSync(join(dataDir, log))) {
      copyFileSync(join(dataDir, log), join(dataDir, folder, log));
      syncToDisk(join(dataDir, folder, log));
    }
    syncToDisk(join(dataDir, folder));
    return folder;
  });
}

function copyOpenFile(descriptor: number, copy: string): void {
  const target = openSync(copy, 'wx', 0o600);
  try {
    const slice = Buffer.allocUnsafe(sliceBytes);
    for (let at = 0; ;) {
      const count = readSync(descriptor, slice, 0, sliceBytes, at);
      if (count === 0) return;
      for (let written = 0; written < count;)
        written += writeSync(target, slice, written, count - written, at + written);
      at += count;
    }
  } finally {
    closeSync(target);
  }
}

function replacementsIn(dataDir: string): string[] {
  return readdirSync(dataDir)
    .filter((name) => replacement.test(name))
    .toSorted();
}

function setAside(dataDir: string, folder: string): void {
  makeFolder(join(dataDir, folder));
  for (const name of databaseFiles(dataDir)) renameSync(join(dataDir, name), join(dataDir, folder, name));
  syncToDisk(join(dataDir, folder));
  syncToDisk(dataDir);
}

/** The main file, its write-ahead log and index, its checksum, and the mark of its damage: those that are there. */
function databaseFiles(dataDir: string): string[] {
  const names = ['', '-wal', '-shm'].map((suffix) => databaseFileName + suffix);
  return [...names, sealPath(databaseFileName), damageMarkPath(databaseFileName)].filter(
    (name) => statSync(join(dataDir, name), { throwIfNoEntry: false }) !== undefined,
  );
}

/** A damaged backup is told apart from a damaged database: another one can be chosen. */
function assertRestorable(path: string): void {
  try {
    checkDatabaseFile(path, 'thorough');
  } catch (cause) {
    if (cause instanceof PrismeError && cause.code === 'database.damaged')
      throw new PrismeError('backup.notSound', cause.details, { cause });
    throw cause;
  }
}
