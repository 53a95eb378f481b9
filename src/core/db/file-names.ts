/**
 * Names inside the data folder that more than one file needs. Runs in the core.
 */

/** Name of the database. */
export const databaseFileName = 'prisme.db';

/** Folders that hold what people wrote, or what happened: whoever deletes or measures everything goes through these. */
export const folderNames = { backups: 'backups', setAside: 'set-aside', logs: 'logs' } as const;
