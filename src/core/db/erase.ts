/**
 * Deletes everything that Prisme keeps in a data folder, wholly or not at all. Runs in the core.
 *
 * A mark in the folder is the decision. Whoever opens a marked folder first carries the decision out and takes the mark
 * away last, so that a process which is killed half-way leaves a folder that is emptied at the next start, never one that
 * is half there. Model files that a page uploaded go; all others stay, and so does whatever Prisme did not put there.
 */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncToDisk } from './backup.ts';
import { folderNames, isUploadedName, modelBinFolderName, uploadsFolderName } from './file-names.ts';
import { makePrivateFile } from './private-file.ts';
import { withStorageErrors } from './storage-error.ts';

const markName = 'delete-everything';
const erasedFolders: ReadonlySet<string> = new Set(Object.values(folderNames));
/** The database, its journals, and copies of it that were set aside. */
const databaseFiles = /^prisme\.db/;

/** Decides it. When this returns, the decision survives a power cut. @throws app.diskFull, app.storageFailed */
export function markForErasure(dataDir: string): void {
  withStorageErrors(() => {
    makePrivateFile(join(dataDir, markName));
    syncToDisk(join(dataDir, markName));
    syncToDisk(dataDir);
  });
}

/** Carries the decision out, if there is one. The caller holds the folder's lock and has no database open. */
export function eraseIfMarked(dataDir: string): void {
  const mark = join(dataDir, markName);
  if (!existsSync(mark)) return;
  withStorageErrors(() => {
    for (const name of readdirSync(dataDir)) {
      if (erasedFolders.has(name) || databaseFiles.test(name))
        rmSync(join(dataDir, name), { recursive: true, force: true });
    }
    eraseUploads(join(dataDir, uploadsFolderName));
    syncToDisk(dataDir);
    rmSync(mark);
    syncToDisk(dataDir);
  });
}

function eraseUploads(folder: string): void {
  if (!existsSync(folder)) return;
  rmSync(join(folder, modelBinFolderName), { recursive: true, force: true });
  const files = readdirSync(folder, { withFileTypes: true });
  const uploaded = files.filter((file) => file.isFile() && isUploadedName(file.name));
  for (const { name } of uploaded) rmSync(join(folder, name), { force: true });
  if (uploaded.length === files.length) rmdirSync(folder);
  else syncToDisk(folder);
}
