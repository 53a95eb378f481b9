/**
 * D6: a start that is killed while it migrates a database of an earlier version.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseVersion, newestVersion } from '#core/db/migrate.ts';
import { openReadOnly } from '#core/db/open.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { canRefuseCalls } from './faulty-disks.ts';
import { type Content, contentOf, isSameContent, makeOldFolder, oldVersions } from './old-folder.ts';
import type { Random } from './random.ts';
import { runProcess } from './run-process.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

/** A migration of these folders takes about so long, and makes so many calls of the operating system. */
const mostDelayMs = 60;
const mostCalls: readonly (readonly [name: string, count: number])[] = [
  ['pwrite64', 360],
  ['pwrite64', 360],
  ['fsync', 20],
  ['unlink', 10],
  ['ftruncate', 3],
  ['mkdir', 3],
  ['rename', 2],
];

type Kill = { readonly name: string; readonly before: readonly string[]; readonly delayMs: number | null };

/** At one of the calls that it makes, where the machine can do that; at a moment elsewhere. */
function chooseKill(random: Random, canAtCall: boolean): Kill {
  if (canAtCall && random.int(0, 3) > 0) {
    const [call, most] = random.pick(mostCalls);
    const inject = `inject=${call}:signal=SIGKILL:when=${random.int(1, most)}`;
    return {
      name: inject,
      before: ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject],
      delayMs: null,
    };
  }
  const delayMs = random.next() * mostDelayMs;
  return { name: `after ${delayMs.toFixed(1)} ms`, before: [], delayMs };
}

/** Resolves with whether it was killed before it was open. */
async function migrateAndKill(dataDir: string, { before, delayMs }: Kill): Promise<boolean> {
  let isOpen = false;
  const { child, ended } = runProcess(
    'migrate-until-killed.ts',
    [dataDir],
    (told) => {
      if (told.kind === 'open') isOpen = true;
      if (told.kind === 'begins' && delayMs !== null) setTimeout(() => child.kill('SIGKILL'), delayMs);
    },
    before,
  );
  await ended;
  return !isOpen;
}

function faultOf(
  path: string,
  content: Content,
  versions: readonly number[],
): { fault: string | null; version: number } {
  const database = openReadOnly(path);
  try {
    const version = databaseVersion(database);
    const integrity = String(database.pragma('integrity_check(1)', { simple: true }));
    if (integrity !== 'ok') return { fault: integrity, version };
    if (!versions.includes(version)) return { fault: `it has version ${version}`, version };
    const isSame = isSameContent(content, contentOf(database, content));
    return { fault: isSame ? null : 'its content is another', version };
  } finally {
    database.close();
  }
}

/** What is wrong with a folder after the kill, and after the next start. */
function* faults(dataDir: string, from: number, content: Content): Generator<string> {
  const path = join(dataDir, databaseFileName);
  const versions = [from, ...oldVersions, newestVersion()].filter((version) => version >= from);
  const { fault, version } = faultOf(path, content, versions);
  if (fault !== null) yield `after the kill: ${fault}`;
  const backedUp = yield* backupFaults(dataDir, content, versions);
  if (version > from && !backedUp.includes(from)) yield `it has version ${version} and no backup of ${from}`;
  openDataFolder({ dataDir, now: Date.now }).close();
  const next = faultOf(path, content, [newestVersion()]);
  if (next.fault !== null) yield `after the next start: ${next.fault}`;
  yield* backupFaults(dataDir, content, versions);
  const left = backups(dataDir).filter((name) => !name.endsWith('.db'));
  if (left.length > 0) yield `half a backup stays behind: ${left.join(', ')}`;
}

/** Returns the versions that have a backup. */
function* backupFaults(
  dataDir: string,
  content: Content,
  versions: readonly number[],
): Generator<string, number[]> {
  const found: number[] = [];
  for (const name of backups(dataDir).filter((name) => name.endsWith('.db'))) {
    const { fault, version } = faultOf(join(dataDir, 'backups', name), content, versions);
    if (fault !== null) yield `the backup ${name}: ${fault}`;
    found.push(version);
  }
  return found;
}

function backups(dataDir: string): string[] {
  return readdirSync(dataDir).includes('backups') ? readdirSync(join(dataDir, 'backups')) : [];
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  const canAtCall = canRefuseCalls();
  let killed = 0;
  let tried = 0;
  for (; tried < times; tried++) {
    const own = random.fork(tried);
    const from = oldVersions[tried % oldVersions.length] ?? newestVersion();
    const dataDir = mkdtempSync(join(tmpdir(), 'prisme-killed-migration-'));
    const content = makeOldFolder(dataDir, from, own);
    const kill = chooseKill(own, canAtCall);
    if (await migrateAndKill(dataDir, kill)) killed += 1;
    const found = [...faults(dataDir, from, content)];
    failures.push(
      ...found.map((fault) => `from version ${from}, killed ${kill.name}, seed ${own.seed}: ${fault}`),
    );
    rmSync(dataDir, { recursive: true, force: true });
  }
  return {
    tried,
    failures,
    figures: {
      'versions that it began from': oldVersions.join(', '),
      'killed before it was done': String(killed),
      ...(canAtCall ? {} : { 'not possible on this machine': 'a kill at a given call (needs strace)' }),
    },
  };
}

export const killedMigration: Suite = {
  id: 'D6',
  promise:
    'a migration that is killed leaves the old version or a new one, never half, and a backup that opens',
  needs: 'nothing',
  times: { short: 20, long: 50 * oldVersions.length },
  run,
};
