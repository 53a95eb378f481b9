/**
 * D5: a disk that is full, fails or is read-only, while everything is written that Prisme writes.
 */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { openReadOnly } from '#core/db/open.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { type FaultyDisk, faultyDisks, mountSmall, roomyBytes } from './faulty-disks.ts';
import { FolderOpener } from './folder-opener.ts';
import { contentOf, isSameContent, makeOldFolder, oldVersions } from './old-folder.ts';
import { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { runProcess } from './run-process.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import type { Told } from './told.ts';

/** Room that a start without enough of it has at most. */
const mostFreePages = 300;
const leastCalls = 30;
const mostCalls = 100;
/** Calls that must be acknowledged on a disk that works again. */
const leastProof = 6;
/** What somebody may be told who clicks while a reply is being written. */
const ordinary: ReadonlySet<string> = new Set([
  'message.stillStreaming',
  'generation.notFound',
  'message.notContinuable',
]);

class Tally {
  readonly failures: string[] = [];
  readonly refusals = new Map<string, number>();
  tried = 0;
  untouched = 0;

  refused(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}

/** Works on the disk until it has failed, then on the repaired one. Returns what is wrong. */
async function writeOn(disk: FaultyDisk, random: Random, tally: Tally): Promise<string[]> {
  const failures: string[] = [];
  const ledger = new Ledger();
  let isRepaired = false;
  let acknowledged = 0;
  let refused = 0;
  const args = [disk.dataDir, String(random.int(0, 1e9)), String(random.int(leastCalls, mostCalls))];
  const { child, ended } = runProcess('write-through-faults.ts', args, hear, disk.before);

  function refuse(code: string): void {
    if (ordinary.has(code)) return;
    refused += 1;
    tally.refused(code);
    if (isRepaired || !disk.codes.has(code))
      failures.push(`${isRepaired ? 'repaired, but ' : ''}refused with ${code}`);
  }
  function hear(told: Told): void {
    if (told.kind === 'notOpen' || told.kind === 'refused') refuse(told.code);
    if (told.kind === 'stock') ledger.settle(told.stock);
    ledger.take(told);
    if (told.kind === 'acknowledged') acknowledged += 1;
    if (told.kind === 'done') next();
  }
  function next(): void {
    const mustProve = disk.isPassing && !isRepaired;
    if (isRepaired && acknowledged < leastProof)
      failures.push(`repaired, but only ${acknowledged} calls were made`);
    if (!mustProve) return void child.stdin?.end();
    disk.repair?.();
    isRepaired = true;
    acknowledged = 0;
    child.stdin?.write('again\n');
  }

  const { code, signal, errors } = await ended;
  if (code !== 0) failures.push(`the core ended with ${signal ?? code}: ${errors.slice(0, 400)}`);
  if (refused === 0) tally.untouched += 1;
  failures.push(...(await compareAfterwards(disk, ledger)));
  return failures;
}

async function compareAfterwards({ dataDir }: FaultyDisk, ledger: Ledger): Promise<readonly string[]> {
  const opener = new FolderOpener();
  const opened = await opener.open(dataDir);
  await opener.close();
  if (opened.kind === 'stock') return ledger.compare(opened.stock).failures;
  return [`afterwards it did not open: ${opened.kind === 'refused' ? opened.code : opened.errors}`];
}

/** A folder that was filled, and can only be read at the next start; then it can be written again. */
async function startReadOnly(random: Random, tally: Tally): Promise<string[]> {
  const disk = mountSmall(64 * 1024 * 1024);
  const dataDir = join(disk.path, 'data');
  const ledger = new Ledger();
  const opener = new FolderOpener();
  const failures: string[] = [];
  try {
    const { child, ended } = runProcess(
      'write-through-faults.ts',
      [dataDir, String(random.int(0, 1e9)), '20'],
      (told) => {
        ledger.take(told);
        // With its log, as a kill leaves it: reading it would need a file more.
        if (told.kind === 'done') child.kill('SIGKILL');
      },
    );
    await ended;
    disk.resize('ro');
    const refused = await opener.open(dataDir);
    tally.refused(refused.kind === 'refused' ? refused.code : refused.kind);
    if (refused.kind !== 'refused' || refused.code !== 'app.dataFolderNotWritable')
      failures.push(`read-only: ${refused.kind === 'refused' ? refused.code : refused.kind}`);
    disk.resize('rw');
    const opened = await opener.open(dataDir);
    if (opened.kind === 'stock') failures.push(...ledger.compare(opened.stock).failures);
    else failures.push(`writable again, but ${opened.kind}`);
  } finally {
    await opener.close();
    disk.remove();
  }
  return failures;
}

/** A start that has to migrate, and to back up before, on a disk without room for it; then there is room. */
async function migrateWithoutRoom(random: Random, tally: Tally): Promise<string[]> {
  const disk = mountSmall(roomyBytes);
  const dataDir = join(disk.path, 'data');
  const failures: string[] = [];
  try {
    const content = makeOldFolder(dataDir, random.pick(oldVersions), random);
    const { blocks, bfree, bsize } = statfsSync(disk.path);
    disk.resize(`size=${(blocks - bfree + random.int(1, mostFreePages)) * bsize}`);
    const code = await migrate(dataDir);
    if (code === null) tally.untouched += 1;
    else tally.refused(code);
    if (code !== null && code !== 'app.diskFull') failures.push(`refused with ${code}`);
    disk.resize(`size=${roomyBytes}`);
    const next = await migrate(dataDir);
    if (next !== null) failures.push(`there is room again, but it was refused with ${next}`);
    const database = openReadOnly(join(dataDir, databaseFileName));
    if (!isSameContent(content, contentOf(database, content))) failures.push('its content is another');
    database.close();
  } finally {
    disk.remove();
  }
  return failures;
}

/** The code with which the start was refused; null: it is open and closed again. */
async function migrate(dataDir: string): Promise<string | null> {
  let code: string | null = 'it told nothing';
  const { ended } = runProcess('migrate-until-killed.ts', [dataDir], (told) => {
    if (told.kind === 'open') code = null;
    if (told.kind === 'notOpen') code = told.code;
  });
  const { code: exitCode, errors } = await ended;
  return exitCode === 0 ? code : errors.slice(0, 400);
}

/** What needs a disk of its own from the start. */
const mounted = [startReadOnly, migrateWithoutRoom] as const;

async function run({ times, random }: Trial): Promise<Outcome> {
  const tally = new Tally();
  const { kinds, canMount, missing } = faultyDisks();
  for (; tally.tried < times; tally.tried++) {
    const own = random.fork(tally.tried);
    const turn = tally.tried % (kinds.length + mounted.length);
    const start = canMount ? mounted[turn - kinds.length] : undefined;
    if (start !== undefined) {
      const failures = await start(own, tally);
      tally.failures.push(...failures.map((failure) => `${start.name}, seed ${own.seed}: ${failure}`));
      continue;
    }
    const disk = (kinds[turn] ?? own.pick(kinds))(own);
    const failures = await writeOn(disk, own, tally);
    tally.failures.push(...failures.map((failure) => `${disk.name}, seed ${own.seed}: ${failure}`));
    disk.remove();
  }
  const refusals = [...tally.refusals].map(([code, count]) => `${count} × ${code}`);
  return {
    tried: tally.tried,
    failures: tally.failures,
    figures: {
      refusals: refusals.join(', '),
      'faults that met no write': String(tally.untouched),
      ...(missing.length === 0 ? {} : { 'not possible on this machine': missing.join(', ') }),
    },
  };
}

export const fullDisk: Suite = {
  id: 'D5',
  promise:
    'a disk that is full, fails or turns read-only is named as such, costs nothing that was acknowledged, and is written again when it can be',
  needs: 'nothing',
  times: { short: 11, long: 330 },
  run,
};
