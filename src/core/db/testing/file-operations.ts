/**
 * File operations that stop at a chosen one, as those of a process that is killed do. Used by tests only.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

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
  for (const [name, operation] of kept) {
    Object.assign(fs, {
      [name]: (...args: unknown[]): unknown => {
        if (left-- <= 0) throw new Killed();
        return Reflect.apply(operation, fs, args);
      },
    });
  }
  syncBuiltinESMExports();
  try {
    work();
    return false;
  } catch (cause) {
    if (cause instanceof Killed) return true;
    throw cause;
  } finally {
    for (const [name, operation] of kept) Object.assign(fs, { [name]: operation });
    syncBuiltinESMExports();
  }
}
