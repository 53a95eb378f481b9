/**
 * Names inside the data folder that more than one file needs. Runs in the core.
 */

/** Name of the database. */
export const databaseFileName = 'prisme.db';

/** Folders that hold what people wrote, or what happened: whoever deletes or measures everything goes through these. */
export const folderNames = { backups: 'backups', setAside: 'set-aside', logs: 'logs' } as const;

/** Folder of the model files that a page uploaded. Other files in it are a person's own. */
export const uploadsFolderName = 'uploads';

/** Folder beside deleted model files, in which they wait to be put back. */
export const modelBinFolderName = '.prisme-bin';

/** What an uploaded file is called, also while it arrives: letters of its own name and a part of ours. */
const uploadedName = /^[a-z0-9.-]+-[0-9a-f]{8}\.gguf(?:\.part)?$/;

export const isUploadedName = (name: string): boolean => uploadedName.test(name);
