/**
 * The mark beside a database that was found damaged while it was open, or could not be checked: the next start reads the
 * whole file before it opens it. Runs in the core. Says nothing about what is damaged: the next check finds that itself.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncToDisk } from './backup.ts';
import { makePrivateFile } from './private-file.ts';
import { removeFile } from './remove-file.ts';
import { withStorageErrors } from './storage-error.ts';

export function damageMarkPath(databasePath: string): string {
  return `${databasePath}.damaged`;
}

export function isMarkedDamaged(databasePath: string): boolean {
  return existsSync(damageMarkPath(databasePath));
}

/** When this returns, the mark survives a power cut. @throws app.diskFull, app.storageFailed */
export function markDamaged(databasePath: string): void {
  withStorageErrors(() => {
    makePrivateFile(damageMarkPath(databasePath));
    syncToDisk(dirname(databasePath));
  });
}

/** To be called when a check of the whole file has found nothing. */
export function removeDamageMark(databasePath: string): void {
  withStorageErrors(() => removeFile(damageMarkPath(databasePath)));
}
