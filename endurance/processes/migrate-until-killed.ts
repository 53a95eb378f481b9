/**
 * A process for the suites: opens an old data folder, which migrates it. Tells before and after. Its argument: the folder.
 */
import { flushCompileCache } from 'node:module';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { codeOf } from '../calls.ts';
import { tell } from '../told.ts';

flushCompileCache();
tell({ kind: 'begins' });
try {
  const folder = openDataFolder({ dataDir: process.argv[2] ?? '', now: Date.now });
  tell({ kind: 'open', repaired: 0 });
  folder.close();
} catch (cause) {
  tell({ kind: 'notOpen', code: codeOf(cause) });
}
