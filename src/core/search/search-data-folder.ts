/**
 * Search without the app: reads the database of a data folder, also while Prisme is open on it. Runs in the terminal
 * shell. Changes nothing.
 */
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { SearchResult } from '#contract/search.ts';
import { checkDatabaseFile, isUpToDate, openLeavingNoTrace } from '../db/check.ts';
import { databaseFileName } from '../db/file-names.ts';
import { type DataFolderLock, lockDataFolder } from '../db/lock.ts';
import { openReadOnly } from '../db/open.ts';
import { createSearchTable } from '../db/search.ts';
import { createSearch } from './search.ts';

/**
 * What is found, page by page, the latest messages first. Without a database there is nothing.
 * @throws search.badQuery, search.notIndexed, database.damaged, database.newerVersion, app.dataFolderNotWritable
 */
export async function* searchDataFolder(
  { dataDir, now }: { readonly dataDir: string; readonly now: () => number },
  query: string,
): AsyncGenerator<SearchResult, void, void> {
  const path = join(dataDir, databaseFileName);
  const lock = lockUnlessOpen(dataDir, now);
  try {
    // Who has Prisme open has a database that was checked.
    if (lock !== null && checkDatabaseFile(path) === 'absent') return;
    if (lock !== null && !isUpToDate(path)) throw new PrismeError('search.notIndexed');
    const opened = lock === null ? withoutCleaning(path) : openLeavingNoTrace(path);
    try {
      const search = createSearch({ search: createSearchTable(opened.database) });
      for (let from: number | null = null, isFirst = true; isFirst || from !== null; isFirst = false) {
        const page = await search.find(query, from);
        yield page;
        from = page.next;
      }
    } finally {
      opened.close();
    }
  } finally {
    lock?.release();
  }
}

/** Null: Prisme is open on it. */
function lockUnlessOpen(dataDir: string, now: () => number): DataFolderLock | null {
  try {
    return lockDataFolder(dataDir, { now });
  } catch (cause) {
    if (cause instanceof PrismeError && cause.code === 'app.alreadyRunning') return null;
    throw cause;
  }
}

/** The log and the index beside the file are Prisme's, which is using them. */
function withoutCleaning(path: string): ReturnType<typeof openLeavingNoTrace> {
  const database = openReadOnly(path);
  return { database, close: () => void database.close() };
}
