/**
 * The thread that reads a whole database and says whether it is sound, while the core goes on answering. A worker thread
 * of the core with a connection of its own; whole-check.ts starts it. Writes two things: a copy of a file that is not as
 * Prisme left it, and what gathered in the log into a file that was checked.
 */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { PrismeError } from '#contract/errors.ts';
import { assertSound } from './check.ts';
import { createMessageCheck } from './message-check.ts';
import { type Database, openDatabase, openReadOnly } from './open.ts';
import { keepCopyOfOpen } from './replace-database.ts';
import { matchesSeal } from './seal.ts';
import { withStorageErrors } from './storage-error.ts';
import type { FileFinding, WholeCheckAnswer, WholeCheckOrder } from './whole-check.ts';

/** Behind everything that somebody waits for. */
const niceness = 10;
const sliceMs = 1_000;

// Linux alone counts priorities by thread; elsewhere this would slow the core itself.
if (process.platform === 'linux') setPriority(0, niceness);
// Made by whole-check.ts, which starts this file and nothing else does.
check(workerData as WholeCheckOrder);

function check(order: WholeCheckOrder): void {
  const finding = withoutThrowing(() => checkFile(order));
  tell({ about: 'file', finding });
  // The texts of a damaged file are looked at when it has been saved.
  if (finding.kind !== 'sound' && finding.kind !== 'changed') return;
  parentPort?.once('message', () => {
    makeCheckpoint(order.databasePath);
    tell({ about: 'log' });
    tell({ about: 'messages', damagedIds: checkMessages(order) });
  });
}

/** As far as it goes without keeping anybody waiting. */
function makeCheckpoint(path: string): void {
  const database = openDatabase(path);
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}

function tell(answer: WholeCheckAnswer): void {
  parentPort?.postMessage(answer);
}

/** The checksum first: a checkpoint has to wait for it. */
function checkFile(order: WholeCheckOrder): FileFinding {
  const { descriptor, seal, dataDir, nowMs } = order;
  const isAsLeft = seal === null || matchesSeal(descriptor, seal);
  withDatabase(order, (database) => assertSound(database, 'quick'));
  if (isAsLeft) return { kind: 'sound' };
  // What is damaged in a way that SQLite does not see may get worse by writing: it is kept as it was found.
  return { kind: 'changed', folder: keepCopyOfOpen(dataDir, descriptor, nowMs) };
}

function checkMessages(order: WholeCheckOrder): readonly string[] {
  return withDatabase(order, (database) => {
    const messages = createMessageCheck(database);
    while (!messages.runFor(sliceMs));
    return messages.damagedIds;
  });
}

function withDatabase<Result>(
  { databasePath }: WholeCheckOrder,
  work: (database: Database) => Result,
): Result {
  return withStorageErrors(() => {
    const database = openReadOnly(databasePath);
    try {
      return work(database);
    } finally {
      database.close();
    }
  });
}

function withoutThrowing(work: () => FileFinding): FileFinding {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof PrismeError)) throw cause;
    return { kind: cause.code === 'database.damaged' ? 'damaged' : 'failed', error: cause.toRecord() };
  }
}
