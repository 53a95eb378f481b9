/**
 * Files and folders that others than their owner may use. Used by the suites.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Each with its mode, for example "backups/x.db 644". Everything below the folder, and the folder itself. */
export function tooOpen(folder: string): string[] {
  // Windows knows no such modes; there the folder of the account protects what is in it.
  if (process.platform === 'win32') return [];
  const entries = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
  return entries.flatMap((name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (stat === undefined || stat.isSymbolicLink() || (stat.mode & 0o077) === 0) return [];
    return [`${name || '.'} ${(stat.mode & 0o777).toString(8)}`];
  });
}
