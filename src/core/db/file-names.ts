/**
 * Names inside the data folder that several files of this folder need. Runs in the core.
 */

/** Name of the database. */
export const databaseFileName = 'prisme.db';
