/**
 * A process for the suites: a core with the scripted engine that is used without a pause until it is killed. Tells when
 * it is open and what it found, then every call. Its arguments: the data folder and a seed.
 */
import { flushCompileCache } from 'node:module';
import { PrismeError } from '#contract/errors.ts';
import { repairReplies } from '#core/generation/repair.ts';
import { openBench } from '#core/generation/testing/generation-bench.ts';
import { Chatter } from '../chatter.ts';
import { createRandom } from '../random.ts';
import { takeStock } from '../stock.ts';
import { tell } from '../told.ts';

// Ends with the suite, should that forget it.
process.stdin.on('end', () => process.exit(0)).resume();
const bench = open(process.argv[2] ?? '');
// Else it is written at the end, which this process does not reach.
flushCompileCache();
if (bench !== null) {
  tell({ kind: 'stock', stock: takeStock(bench.folder.database, bench.store, 'by the scripted engine') });
  await new Chatter(bench, createRandom(Number(process.argv[3]))).chat();
}

function open(dataDir: string): ReturnType<typeof openBench> | null {
  try {
    const opened = openBench(dataDir);
    tell({ kind: 'open', repaired: repairReplies(opened.store) });
    return opened;
  } catch (cause) {
    const code = cause instanceof PrismeError ? cause.code : `unknown: ${String(cause)}`;
    tell({ kind: 'notOpen', code });
    return null;
  }
}
