/**
 * A process for the suites: opens one data folder after the other, as their paths come in on its standard input, tells
 * what is in each, and closes it again. Ends with its input.
 */
import { createInterface } from 'node:readline';
import { PrismeError } from '#contract/errors.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { repairReplies } from '#core/generation/repair.ts';
import { takeStock } from '../stock.ts';
import { tell } from '../told.ts';

for await (const dataDir of createInterface({ input: process.stdin })) {
  try {
    const folder = openDataFolder({ dataDir, now: Date.now });
    const store = createStore(folder.database);
    tell({ kind: 'open', repaired: repairReplies(store) });
    tell({ kind: 'stock', stock: takeStock(folder.database, store, 'by the scripted engine') });
    folder.close();
  } catch (cause) {
    const code = cause instanceof PrismeError ? cause.code : `unknown: ${String(cause)}`;
    tell({ kind: 'notOpen', code });
  }
  tell({ kind: 'done' });
}
