/**
 * A database that is opened before it is checked, because reading all of it would keep the person waiting. Runs in the
 * core; the check itself is made in a thread (whole-check.ts).
 *
 * Until the file is known to be sound it is not written to: everything stays in the write-ahead log, and the checksum of
 * the last clean end stays in its place. So a core that ends early, however it ends, leaves a folder in which the next
 * start checks the same file again, and one that is damaged is kept as it was found.
 */
import { closeSync, openSync } from 'node:fs';
import { type ErrorRecord, PrismeError } from '#contract/errors.ts';
import { closeDatabase } from './close.ts';
import { markDamaged } from './damage-mark.ts';
import { type HeldCheckpoints, holdCheckpoints } from './hold-checkpoints.ts';
import { type Database, openDatabase } from './open.ts';
import { breakSeal, readSeal } from './seal.ts';
import { storageError, withStorageErrors } from './storage-error.ts';
import { checkInThread, type FileFinding, type WholeCheck } from './whole-check.ts';

export type UncheckedDatabase = {
  readonly database: Database;
  /** Begins; what is found is settled before `file` resolves. */
  check(dataDir: string, nowMs: number): WholeCheck;
  /** To be called when the check has ended or was stopped. */
  close(): void;
};

/** @throws app.storageFailed, app.dataFolderNotWritable, database.damaged */
export function openUnchecked(path: string): UncheckedDatabase {
  const seal = readSeal(path);
  // For the checksum. It stays open as long as the database: closing it would end the locks that this process has on the
  // file (POSIX), and another program could then take the log away.
  const descriptor = withStorageErrors(() => openSync(path, 'r'));
  try {
    const { database, held } = openHeld(path);
    let isHeld = true;
    const release = (check: WholeCheck): void => {
      breakSeal(path);
      held.release();
      isHeld = false;
      void check.makeCheckpoint().then(() => database.open && held.resume());
    };
    return {
      database,
      check: (dataDir, nowMs) => {
        const check = checkInThread({ dataDir, databasePath: path, descriptor, seal, nowMs });
        return { ...check, file: check.file.then((finding) => settle(path, finding, () => release(check))) };
      },
      close: () => {
        if (isHeld) {
          database.close();
          held.close();
        } else closeDatabase(database, path);
        closeSync(descriptor);
      },
    };
  } catch (cause) {
    closeSync(descriptor);
    throw cause;
  }
}

function openHeld(path: string): { readonly database: Database; readonly held: HeldCheckpoints } {
  const database = openDatabase(path);
  try {
    return { database, held: holdCheckpoints(database, path) };
  } catch (cause) {
    database.close();
    throw storageError(cause);
  }
}

/** What cannot be settled is found again by the next start: seal and log are as they were. */
function settle(path: string, finding: FileFinding | null, release: () => void): FileFinding | null {
  if (finding === null) return null;
  const isBad = finding.kind === 'damaged' || finding.kind === 'failed';
  try {
    if (isBad) markDamaged(path);
    else release();
    return finding;
  } catch (cause) {
    return finding.kind === 'sound' ? { kind: 'failed', error: toRecord(cause) } : finding;
  }
}

function toRecord(cause: unknown): ErrorRecord {
  const known = storageError(cause);
  return known instanceof PrismeError
    ? known.toRecord()
    : { code: 'app.storageFailed', details: { reason: String(cause).slice(0, 300) } };
}
