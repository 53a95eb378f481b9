/**
 * Closes a checked database and seals its file. Runs in the core. Frees no data folder.
 */
import { statSync } from 'node:fs';
import type { Database } from './open.ts';
import { sealDatabase } from './seal.ts';

export function closeDatabase(database: Database, path: string): void {
  if (!database.open) return;
  try {
    database.pragma('optimize');
  } catch {
    // Statistics only; closing matters more.
  }
  database.close();
  try {
    // A log that is still there holds what the main file does not: the checksum would say nothing.
    if (statSync(`${path}-wal`, { throwIfNoEntry: false }) === undefined) sealDatabase(path);
  } catch {
    // Without it the next start knows less; nothing else is lost.
  }
}
