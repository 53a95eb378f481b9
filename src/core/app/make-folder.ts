/**
 * Makes a folder, with those above it. Runs in the core.
 *
 * Node's own `recursive` never returns where a file system answers ENOENT although the folder above is there (procfs
 * does, and automounted folders may): this one tries each folder once.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Does nothing when the folder is there. @throws the file system's error */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    // Another process may have been faster.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw cause;
  }
}
