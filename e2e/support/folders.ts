/**
 * Folders that tests start the app on. Runs in the test process. Model files are linked, never copied.
 */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A new empty folder that the caller removes with `removeFolder`. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `prisme-e2e-${name}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A new model folder that holds links to the given files. */
export function modelFolder(...files: readonly string[]): string {
  const folder = temporaryFolder('models');
  for (const file of files) symlinkSync(file, join(folder, basename(file)));
  return folder;
}

/** A copy of a data folder whose app has ended. */
export function copyOf(dataDir: string): string {
  const copy = temporaryFolder('data');
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}
