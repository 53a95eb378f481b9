/**
 * What can be done with a data folder while Prisme is not open on it. Runs in the terminal shell. Each of these owns the
 * folder while it works.
 */
import { basename, join } from 'node:path';
import { backupNameSchema, type Backup, type SalvageReport } from '#contract/backups.ts';
import { PrismeError } from '#contract/errors.ts';
import { backUp, backupsFolder, listBackups } from '../db/backup.ts';
import { carryOutDecisions } from '../db/carry-out-decisions.ts';
import { checkDatabaseFile } from '../db/check.ts';
import { databaseFileName } from '../db/file-names.ts';
import { lockDataFolder } from '../db/lock.ts';
import { databaseVersion } from '../db/migrate.ts';
import { openReadOnly } from '../db/open.ts';
import { finishReplacement, requestRestore } from '../db/replace-database.ts';
import { salvageDatabase } from '../db/salvage.ts';
import { damageError } from '../db/storage-error.ts';
import { type Finding, verifyDatabase } from '../db/verify.ts';

type Tools = { readonly dataDir: string; readonly now: () => number; readonly newId: () => string };

/** @throws app.alreadyRunning, app.dataFolderNotWritable, and what `work` throws */
function owning<Result>({ dataDir, now }: Tools, work: () => Result): Result {
  const lock = lockDataFolder(dataDir, { now });
  try {
    carryOutDecisions(dataDir);
    return work();
  } finally {
    lock.release();
  }
}

/** @returns what is wrong; a database that cannot be read at all is one finding */
export function verifyDataFolder(tools: Tools): Finding[] {
  const path = join(tools.dataDir, databaseFileName);
  return owning(tools, () => {
    try {
      return verifyDatabase(path, `${path}.verify`);
    } catch (cause) {
      const damage = damageError(cause);
      if (!(damage instanceof PrismeError) || damage.code !== 'database.damaged') throw damage;
      return [{ check: 'structure', place: String(damage.details['reason'] ?? '') }];
    }
  });
}

/** @throws database.damaged: a damaged database makes no good backup */
export function backUpDataFolder(tools: Tools): string {
  const { dataDir } = tools;
  const path = join(dataDir, databaseFileName);
  return owning(tools, () => {
    if (checkDatabaseFile(path) === 'absent')
      throw new PrismeError('app.invalidInput', { reason: 'there is no database in this folder' });
    const database = openReadOnly(path);
    try {
      return basename(backUp(database, backupsFolder(dataDir), databaseVersion(database), tools.now()));
    } finally {
      database.close();
    }
  });
}

export function listDataBackups({ dataDir }: Pick<Tools, 'dataDir'>): Backup[] {
  return listBackups(backupsFolder(dataDir));
}

/** @returns the folder that the old database is in now. @throws backup.notFound, backup.notSound */
export function restoreDataFolder(tools: Tools, name: string): string | null {
  const parsed = backupNameSchema.safeParse(name);
  if (!parsed.success) throw new PrismeError('backup.notFound', { name: name.slice(0, 100) });
  return owning(tools, () => {
    requestRestore(tools.dataDir, parsed.data, tools.now());
    return finishReplacement(tools.dataDir);
  });
}

/** Also of a sound database, of which everything is saved. */
export function salvageDataFolder(tools: Tools): { report: SalvageReport; setAside: string | null } {
  return owning(tools, () => {
    const report = salvageDatabase(tools.dataDir, tools);
    return { report, setAside: finishReplacement(tools.dataDir) };
  });
}
