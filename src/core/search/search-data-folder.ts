/**
 * Search without the app: reads the database of a data folder, also while Prisme is open on it. Runs in the terminal
 * shell. Changes nothing.
 */
import { join } from 'node:path';
import type { SearchResult } from '#contract/search.ts';
import { databaseFileName } from '../db/file-names.ts';
import { openToRead } from '../db/open-to-read.ts';
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
  const opened = openToRead(join(dataDir, databaseFileName), dataDir, now);
  if (opened === null) return;
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
}
