/**
 * File operations that stop at a chosen one, as those of a process that is killed do, and the order of those that a
 * power cut makes matter. Used by tests only.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative, sep } from 'node:path';

const changing = [
  'renameSync',
  'copyFileSync',
  'chmodSync',
  'mkdirSync',
  'rmSync',
  'fsyncSync',
  'writeFileSync',
] as const;

class Killed extends Error {}

/**
 * Runs `work` and lets `count` operations that change files succeed; from then on none does, so that no clean-up runs
 * either. @returns whether it was cut off
 */
export function cutOffAfter(count: number, work: () => void): boolean {
  let left = count;
  const kept = changing.map((name) => [name, fs[name]] as const);
  const wrapped = kept.map(([name, operation]) => {
    const orStop = (...args: unknown[]): unknown => {
      if (left-- <= 0) throw new Killed();
      return Reflect.apply(operation, fs, args);
    };
    return [name, orStop] as const;
  });
  try {
    withOperations(Object.fromEntries(wrapped), work);
    return false;
  } catch (cause) {
    if (cause instanceof Killed) return true;
    throw cause;
  }
}

/**
 * What `work` flushes to the disk and what it renames below `folder`, in order: a file that has its name before its
 * content is on the disk is empty after a power cut. As in "flush a.db", "rename a.db to b.db"; the folder itself is ".".
 */
export function flushesAndRenames(folder: string, work: () => void): string[] {
  const seen: string[] = [];
  const opened = new Map<number, string>();
  const { openSync, fsyncSync, renameSync } = fs;
  const brief = (path: unknown): string => relative(folder, String(path)).replaceAll(sep, '/') || '.';
  const recording = {
    openSync: (...args: Parameters<typeof openSync>): number => {
      const descriptor = openSync(...args);
      opened.set(descriptor, brief(args[0]));
      return descriptor;
    },
    fsyncSync: (descriptor: number): void => {
      seen.push(`flush ${opened.get(descriptor)}`);
      fsyncSync(descriptor);
    },
    renameSync: (...[from, to]: Parameters<typeof renameSync>): void => {
      seen.push(`rename ${brief(from)} to ${brief(to)}`);
      renameSync(from, to);
    },
  };
  withOperations(recording, work);
  return seen;
}

/** Every write takes at most `most` bytes while `work` runs, as a system may. */
export function takingFewBytes(most: number, work: () => void): void {
  const { writeSync } = fs;
  const few = (file: number, bytes: Uint8Array, offset: number, length: number, at: number): number =>
    writeSync(file, bytes, offset, Math.min(most, length), at);
  withOperations({ writeSync: few }, work);
}

/** The descriptor that the next file to be opened gets: the same as before when everything was closed again. */
export function nextDescriptor(path: string): number {
  const descriptor = fs.openSync(path, 'r');
  fs.closeSync(descriptor);
  return descriptor;
}

/** Puts functions in the place of those of `node:fs` while `work` runs. */
function withOperations(operations: Readonly<Record<string, unknown>>, work: () => void): void {
  const names = Object.keys(operations) as (keyof typeof fs)[]; // Object.keys forgets the type of keys
  const kept = Object.fromEntries(names.map((name) => [name, fs[name]]));
  Object.assign(fs, operations);
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    Object.assign(fs, kept);
    syncBuiltinESMExports();
  }
}
