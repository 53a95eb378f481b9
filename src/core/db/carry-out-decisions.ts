/**
 * Finishes what an earlier run of Prisme decided about a data folder. Runs in the core, before anything else looks at the
 * database. Decides nothing itself.
 */
import { eraseIfMarked } from './erase.ts';
import { finishReplacement } from './replace-database.ts';

/**
 * To be called by the owner of the folder while its database is closed. Deletion comes first: it leaves nothing that
 * could be replaced.
 * @returns the folder that a replaced database is in now, inside the data folder; null: none was replaced
 * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable
 */
export function carryOutDecisions(dataDir: string): string | null {
  eraseIfMarked(dataDir);
  return finishReplacement(dataDir);
}
