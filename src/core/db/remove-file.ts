/**
 * Removes files of the data folder. Runs in the core. Not `rmSync`: that reports a read-only or a full disk without a
 * code, and nobody could say any more what is wrong.
 */
import { unlinkSync } from 'node:fs';

/** A file that is not there is removed already. @throws the system's own error, with its code */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  }
}

/** For a file whose staying costs nothing, so that its removal does not hide what else went wrong. */
export function removeIfPossible(path: string): void {
  try {
    removeFile(path);
  } catch {
    // It stays.
  }
}
