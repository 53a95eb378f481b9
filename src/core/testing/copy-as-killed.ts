/**
 * A data folder as a kill would leave it. Used by tests only.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../generation/testing/generation-bench.ts';

/** A copy of the folder as it is now, with nobody who owns it. @returns its path */
export function copyAsKilled(dataDir: string): string {
  const copy = makeTemporaryFolder();
  cpSync(dataDir, copy, { recursive: true });
  rmSync(join(copy, 'lock'), { recursive: true, force: true });
  return copy;
}
