/**
 * One owner of a data folder at a time. Runs in the core. Opens no conversation database.
 *
 * The lock is SQLite's exclusive lock on an empty file: the operating system's own, so it ends with the process that
 * held it, however that ended, and a stale one cannot exist. `owner.json` beside it says who holds it. A second start
 * leaves a request in the same folder, which the owner watches, and is refused.
 */
import { randomUUID } from 'node:crypto';
import { type FSWatcher, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { PrismeError } from '#contract/errors.ts';
import { makePrivateFile } from './private-file.ts';
import { removeFile, removeIfPossible } from './remove-file.ts';
import { storageError } from './storage-error.ts';

/** Holds the data folder until `release`. */
export type DataFolderLock = { release(): void };

/**
 * The locks of this process. A connection that nothing refers to is closed by the garbage collector, and with it the
 * lock: whoever forgets the data folder's object must not lose the folder.
 */
const heldLocks = new Set<SqliteDatabase.Database>();

export type LockOptions = {
  readonly now: () => number;
  readonly onFocusRequested?: (() => void) | undefined;
};

const ownerSchema = z.object({ pid: z.int().min(0), startedAtMs: z.number() });

/**
 * Takes the data folder, or tells its owner that it was asked for and throws.
 *
 * @param onFocusRequested called each time another start asked for this folder
 * @throws app.alreadyRunning `{ pid, startedAtMs }`, app.dataFolderNotWritable, app.storageFailed
 */
export function lockDataFolder(dataDir: string, options: LockOptions): DataFolderLock {
  const lockDir = join(dataDir, 'lock');
  try {
    mkdirSync(lockDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageError(cause);
  }
  const lock = takeLock(lockDir);
  heldLocks.add(lock);
  let watcher: FSWatcher | null = null;
  try {
    removeFile(join(lockDir, 'focus-request'));
    writeFileSync(
      join(lockDir, 'owner.json'),
      JSON.stringify({ pid: process.pid, startedAtMs: options.now() }),
      { mode: 0o600 },
    );
    if (options.onFocusRequested) watcher = watchFocusRequests(lockDir, options.onFocusRequested);
  } catch (cause) {
    heldLocks.delete(lock);
    lock.close();
    throw storageError(cause);
  }
  return {
    release: () => {
      watcher?.close();
      removeIfPossible(join(lockDir, 'owner.json'));
      heldLocks.delete(lock);
      lock.close();
    },
  };
}

function takeLock(lockDir: string): SqliteDatabase.Database {
  let lock: SqliteDatabase.Database | null = null;
  try {
    const path = join(lockDir, 'data-folder.lock');
    makePrivateFile(path);
    lock = new SqliteDatabase(path, { timeout: 0 });
    // Nothing is ever written to the file; without a journal no second file appears either.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    if (cause instanceof SqliteDatabase.SqliteError && cause.code.startsWith('SQLITE_BUSY')) {
      requestFocus(lockDir);
      throw new PrismeError('app.alreadyRunning', readOwner(lockDir), { cause });
    }
    throw storageError(cause);
  }
}

function readOwner(lockDir: string): { pid?: number; startedAtMs?: number } {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(lockDir, 'owner.json'), 'utf8')));
  } catch {
    // The owner is just starting or ending: that it exists is certain, its number is a courtesy.
    return {};
  }
}

function requestFocus(lockDir: string): void {
  try {
    writeFileSync(join(lockDir, 'focus-request'), randomUUID(), { mode: 0o600 });
  } catch {
    // The refusal below says what matters; that the other window stays where it is, is a nuisance only.
  }
}

function watchFocusRequests(lockDir: string, onFocusRequested: () => void): FSWatcher {
  let lastRequest = '';
  const watcher = watch(lockDir, { persistent: false }, () => {
    const request = readRequest(lockDir);
    // One write can be reported several times: each request has an id of its own.
    if (request === '' || request === lastRequest) return;
    lastRequest = request;
    onFocusRequested();
  });
  // A watcher that fails (for example too many of them in the system) costs the courtesy, not the run.
  watcher.on('error', () => watcher.close());
  return watcher;
}

function readRequest(lockDir: string): string {
  try {
    return readFileSync(join(lockDir, 'focus-request'), 'utf8');
  } catch {
    return '';
  }
}
