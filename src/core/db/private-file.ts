/**
 * Makes a file that belongs to its owner alone before SQLite opens it, which would make one that everybody may read.
 * Runs in the core.
 */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes an empty file where there is none. One that is there is never opened: closing it again would end the locks that
 * this process has on it (POSIX).
 * @throws the file system's error
 */
export function makePrivateFile(path: string): void {
  if (existsSync(path)) chmodSync(path, 0o600);
  else closeSync(openSync(path, 'a', 0o600));
}
