/**
 * The checksum of the whole database file, kept beside it from a clean end to the next start. Runs in the core.
 *
 * SQLite's own check sees broken structure, the hashes of the messages see changed texts; this sees every other byte
 * that changes while nobody has the database open: a title, a setting, a number in a trace. After a crash there is none.
 */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { syncToDisk } from './backup.ts';
import { withStorageErrors } from './storage-error.ts';
import { removeFile } from './remove-file.ts';

const sealSchema = z.object({ sizeBytes: z.number(), crc32: z.number() });
export type Seal = z.infer<typeof sealSchema>;

const sliceBytes = 4 * 1024 * 1024;
/** A database that takes longer to read than this is left without: an app that is told to end must end. */
const longestMs = 2_000;

export function sealPath(databasePath: string): string {
  return `${databasePath}.seal`;
}

/** To be called when nobody has the database open any more and its write-ahead log is empty. */
export function sealDatabase(databasePath: string): void {
  const endMs = performance.now() + longestMs;
  const seal = withOpenFile(databasePath, (descriptor) =>
    measure(descriptor, () => performance.now() < endMs),
  );
  if (seal === null) return;
  withStorageErrors(() => writeFileSync(sealPath(databasePath), JSON.stringify(seal), { mode: 0o600 }));
}

/** `unsealed`: nothing is known, as after a crash. Changes nothing. */
export function checkSeal(databasePath: string): 'intact' | 'changed' | 'unsealed' {
  const seal = readSeal(databasePath);
  if (seal === null) return 'unsealed';
  return withOpenFile(databasePath, (descriptor) => matchesSeal(descriptor, seal)) ? 'intact' : 'changed';
}

/** Whether what is read through an open descriptor is what was sealed. Leaves it open. */
export function matchesSeal(descriptor: number, seal: Seal): boolean {
  const found = measure(descriptor, () => true);
  return found !== null && found.sizeBytes === seal.sizeBytes && found.crc32 === seal.crc32;
}

/** Must be on disk before the main file is written to, or the next start would take our own writing for damage. */
export function breakSeal(databasePath: string): void {
  withStorageErrors(() => {
    removeFile(sealPath(databasePath));
    syncToDisk(dirname(databasePath));
  });
}

/** Null: there is none. One that cannot be understood says nothing about the database. */
export function readSeal(databasePath: string): Seal | null {
  const text = withStorageErrors(() =>
    statSync(sealPath(databasePath), { throwIfNoEntry: false }) === undefined
      ? null
      : readFileSync(sealPath(databasePath), 'utf8'),
  );
  if (text === null) return null;
  try {
    return sealSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function withOpenFile<Result>(path: string, work: (descriptor: number) => Result): Result {
  return withStorageErrors(() => {
    const descriptor = openSync(path, 'r');
    try {
      return work(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Null: there was no time to read all of it. */
function measure(descriptor: number, mayGoOn: () => boolean): Seal | null {
  return withStorageErrors(() => {
    const slice = Buffer.allocUnsafe(sliceBytes);
    let [sizeBytes, checksum] = [0, 0];
    for (;;) {
      const count = readSync(descriptor, slice, 0, sliceBytes, sizeBytes);
      if (count === 0) return { sizeBytes, crc32: checksum };
      if (!mayGoOn()) return null;
      checksum = crc32(slice.subarray(0, count), checksum);
      sizeBytes += count;
    }
  });
}
