/**
 * A process for the suites: a core with the scripted engine that makes a number of calls on a disk that fails, tells
 * what came of each, and waits. A line on its standard input says that the disk works again: then it makes every kind of
 * write once more. Ends with its input. Its arguments: the data folder, a seed, the number of calls.
 */
import { createInterface } from 'node:readline';
import { flushCompileCache } from 'node:module';
import { repairReplies } from '#core/generation/repair.ts';
import { type GenerationBench, openBench } from '#core/generation/testing/generation-bench.ts';
import { codeOf } from '../calls.ts';
import { Chatter } from '../chatter.ts';
import { backUpNow, importTrace } from '../extra-writes.ts';
import { createRandom } from '../random.ts';
import { takeStock } from '../stock.ts';
import { tell } from '../told.ts';

const mostImportedTokens = 400;
const [, , dataDir = '', seed, calls] = process.argv;
const random = createRandom(Number(seed));

flushCompileCache();
let bench = open();
if (bench !== null) await chat(bench, Number(calls));
tell({ kind: 'done' });
for await (const _line of createInterface({ input: process.stdin })) {
  bench ??= open();
  if (bench !== null) await writeEverything(bench);
  tell({ kind: 'done' });
}
await bench?.generation.close();
bench?.folder.close();

function open(): GenerationBench | null {
  try {
    const opened = openBench(dataDir);
    tell({ kind: 'open', repaired: repairReplies(opened.store) });
    tell({ kind: 'stock', stock: takeStock(opened.folder.database, opened.store, 'by the scripted engine') });
    return opened;
  } catch (cause) {
    tell({ kind: 'notOpen', code: codeOf(cause) });
    return null;
  }
}

async function chat(bench: GenerationBench, calls: number): Promise<void> {
  const chatter = new Chatter(bench, random);
  for (let call = 0; call < calls; call++) {
    const kind = random.int(0, 15);
    if (kind === 0) await importTrace(bench, random.int(1, mostImportedTokens));
    else if (kind === 1) backUpNow(bench);
    else await chatter.callAny();
  }
  await chatter.finishReplies();
}

async function writeEverything(bench: GenerationBench): Promise<void> {
  const chatter = new Chatter(bench, random);
  chatter.settings();
  chatter.create();
  chatter.rename();
  await chatter.send();
  await chatter.finishReplies();
  await chatter.edit();
  await chatter.finishReplies();
  await chatter.branch();
  await chatter.finishReplies();
  await importTrace(bench, mostImportedTokens);
  backUpNow(bench);
}
