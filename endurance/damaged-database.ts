/**
 * D4: a byte of the database changes while nobody has it open. Each try flips bits of one byte anywhere in the file of a
 * database with chats, traces, settings and a model, then starts the app on it and reads everything that a page shows.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import type { StartupReport } from '#contract/app.ts';
import { PrismeError } from '#contract/errors.ts';
import type { MessageId } from '#contract/ids.ts';
import { verifyDataFolder } from '#core/backups/data-tools.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { type Database, openReadOnly } from '#core/db/open.ts';
import { sealPath } from '#core/db/seal.ts';
import { openBench } from '#core/generation/testing/generation-bench.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { scriptedVocabulary } from '#core/generation/testing/scripted-library.ts';
import type { ServedCore } from '#core/rescue/create-rescue-core.ts';
import { openServedCore } from '#core/rescue/serve-core.ts';
import { createModelWithoutEngine } from '../fixtures/model-without-engine.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const chats = 10;
/** Of all tries, at least this part must be noticed. */
const detectedShare = 0.99;

/** A core that has no engine: nothing is written, everything can be read. */
function openCore(dataDir: string, modelDirs: readonly string[]): Promise<ServedCore> {
  return openServedCore({
    dataDir,
    modelDirs,
    shell: 'cli',
    version: '0.0.0',
    launchEngine: () => Promise.reject(new PrismeError('engine.unavailable')),
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    chooseModelFile: null,
  });
}

/** Makes the database that every try begins with, as it is after a clean end. */
async function writeOriginal(dataDir: string, modelDir: string, random: Random): Promise<void> {
  mkdirSync(modelDir);
  writeFileSync(join(modelDir, 'small.gguf'), createModelWithoutEngine('small', 64));
  const bench = openBench(dataDir);
  bench.store.vocabularies.insert(scriptedVocabulary());
  for (let chat = 0; chat < chats; chat++) {
    const conversationId = bench.newConversation();
    const { replyId } = await bench.send(conversationId, `Question ${chat}: ${words(random, 12)}`);
    const run = await bench.library.nextRun();
    const reading = bench.readAll(replyId);
    await run.write(words(random, 30));
    await run.end('endToken');
    await reading;
  }
  bench.settings.update({ theme: 'dark', language: 'fr', isFirstRunDone: true });
  await bench.generation.close();
  bench.folder.close();
  const core = await openCore(dataDir, [modelDir]);
  // The folder is looked through until then: the model is in the database.
  await core.close();
}

function words(random: Random, count: number): string {
  const some = ['light', 'prism', 'colour', 'token', 'wave', 'angle', 'glass', 'spectrum', 'ray'];
  return Array.from({ length: count }, () => random.pick(some)).join(' ');
}

type Found = {
  /** The start or a page's request said that something is damaged. */
  readonly byStart: boolean;
  readonly byVerify: boolean;
  /** What must not be: an error that is not in the catalogue or says nothing. */
  readonly faults: readonly string[];
};

async function look(dataDir: string): Promise<Found> {
  const byVerify = verifyDataFolder({ dataDir, now: Date.now, newId: randomUUID }).length > 0;
  const core = await openCore(dataDir, []);
  const answers: Answers = { isDamageSaid: false, faults: [] };
  try {
    await readAsPage(core, answers);
  } finally {
    await core.close();
  }
  return { byStart: answers.isDamageSaid, byVerify, faults: answers.faults };
}

type Answers = { isDamageSaid: boolean; readonly faults: string[] };

/** Asks for everything that a page shows. */
async function readAsPage(core: ServedCore, answers: Answers): Promise<void> {
  const client = createRouterClient(core.router);
  const ask = async <Result>(name: string, request: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await request();
    } catch (cause) {
      const code = cause instanceof ORPCError ? String(cause.code) : String(cause);
      if (code === 'database.damaged') answers.isDamageSaid = true;
      else answers.faults.push(`${name} failed with ${code}`);
      return null;
    }
  };
  const readTrace = async (messageId: MessageId): Promise<void> => {
    const header = await ask('traces.header', () => client.traces.header({ messageId }));
    const toToken = header?.replyTokens ?? 0;
    await ask('traces.chunks', () => client.traces.chunks({ messageId, fromToken: 0, toToken }));
  };
  const status = await ask('app.status', () => client.app.status({}));
  await ask('settings.get', () => client.settings.get({}));
  await ask('models.list', () => client.models.list({}));
  const heads = await ask('conversations.list', () => client.conversations.list({}));
  for (const { id: conversationId } of heads ?? []) {
    const conversation = await ask('conversations.get', () => client.conversations.get({ conversationId }));
    const traced = conversation?.messages.filter(({ hasTrace }) => hasTrace) ?? [];
    for (const { id } of traced) await readTrace(id);
  }
  if (status !== null && saysDamage(status.startup)) answers.isDamageSaid = true;
}

function saysDamage({ setAside, damagedMessages }: StartupReport): boolean {
  return setAside?.reason === 'changed' || damagedMessages > 0;
}

/** The values of every table, in one hash; null where they cannot be read. */
function contentOf(bytes: Buffer, scratch: string): string | null {
  writeFileSync(scratch, bytes);
  let database: Database | null = null;
  try {
    database = openReadOnly(scratch);
    const hash = createHash('sha256');
    const select = `SELECT name FROM sqlite_master WHERE type = 'table'`;
    for (const { name } of database.prepare<[], { name: string }>(select).all())
      hash.update(JSON.stringify(database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).raw().all()));
    return hash.digest('hex');
  } catch {
    return null;
  } finally {
    database?.close();
  }
}

/** The file as it was found is still there: in its place, or set aside. */
function isKept(dataDir: string, found: Buffer): boolean {
  const aside = join(dataDir, 'set-aside');
  const folders = existsSync(aside) ? readdirSync(aside).map((name) => join(aside, name)) : [];
  return [dataDir, ...folders].some((folder) => {
    const file = join(folder, databaseFileName);
    return existsSync(file) && readFileSync(file).equals(found);
  });
}

type Sound = { readonly dataDir: string; readonly bytes: Buffer; readonly content: string | null };
type Count = { start: number; verify: number; values: number; crashed: number };
type Tally = { readonly failures: string[]; readonly missed: string[]; readonly count: Count };

/** One flip: after a clean end, and where it changed a stored value, also as after a crash. */
async function tryFlip(root: string, sound: Sound, random: Random, tally: Tally): Promise<void> {
  const { failures, missed, count } = tally;
  const place = random.int(0, sound.bytes.length - 1);
  const mask = random.int(1, 255);
  const flipped = Buffer.from(sound.bytes);
  flipped[place] = (flipped[place] ?? 0) ^ mask;
  const name = `byte ${place} of ${sound.bytes.length} with ${mask}`;
  const sealed = await tryOne(join(root, 'sealed'), sound.dataDir, flipped);
  failures.push(...sealed.failures.map((failure) => `${name}: ${failure}`));
  if (!sealed.byStart && !sealed.byVerify) missed.push(name);
  if (sealed.byStart) count.start++;
  if (sealed.byVerify) count.verify++;
  if (contentOf(flipped, join(root, 'scratch')) === sound.content) return;
  count.values++;
  const crashed = await tryOne(join(root, 'crashed'), sound.dataDir, flipped, { isSealed: false });
  failures.push(...crashed.faults.map((fault) => `${name}, after a crash: ${fault}`));
  if (crashed.byStart || crashed.byVerify) count.crashed++;
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'prisme-damaged-'));
  const tally: Tally = {
    failures: [],
    missed: [],
    count: { start: 0, verify: 0, values: 0, crashed: 0 },
  };
  const { failures, missed, count } = tally;
  try {
    const dataDir = join(root, 'original');
    await writeOriginal(dataDir, join(root, 'models'), random.fork(0));
    const bytes = readFileSync(join(dataDir, databaseFileName));
    const sound = { dataDir, bytes, content: contentOf(bytes, join(root, 'scratch')) };
    for (let index = 1; index <= times; index++) await tryFlip(root, sound, random.fork(index), tally);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  if (missed.length > times * (1 - detectedShare))
    failures.push(...missed.map((name) => `nobody noticed ${name}`));
  // One of a short run says nothing about a share.
  const unnoticed = count.values - count.crashed;
  if (unnoticed > Math.max(1, count.values * (1 - detectedShare)))
    failures.push(`after a crash ${unnoticed} of ${count.values} changed values were not noticed`);
  const share = (part: number, whole = times): string => `${((100 * part) / whole).toFixed(1)} %`;
  return {
    tried: times,
    failures,
    figures: {
      'noticed at the start': share(count.start),
      'noticed by verify': share(count.verify),
      'changed a stored value': share(count.values),
      'of those, noticed without the checksum of the file, as after a crash': share(
        count.crashed,
        count.values,
      ),
    },
  };
}

type Tried = Found & { readonly failures: readonly string[] };

async function tryOne(
  dataDir: string,
  original: string,
  flipped: Buffer,
  { isSealed } = { isSealed: true },
): Promise<Tried> {
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir);
  const file = join(dataDir, databaseFileName);
  writeFileSync(file, flipped);
  if (isSealed) copyFileSync(sealPath(join(original, databaseFileName)), sealPath(file));
  try {
    const found = await look(dataDir);
    const lost = isSealed && !isKept(dataDir, flipped) ? ['the file as it was found is gone'] : [];
    return { ...found, failures: [...found.faults, ...lost] };
  } catch (cause) {
    const fault = `the start failed with ${cause instanceof PrismeError ? cause.code : String(cause)}`;
    // A later version is said too: the person is told, and nothing is touched.
    const isSaid = cause instanceof PrismeError && cause.code === 'database.newerVersion';
    return {
      byStart: isSaid,
      byVerify: false,
      faults: isSaid ? [] : [fault],
      failures: isSaid ? [] : [fault],
    };
  }
}

export const damagedDatabase: Suite = {
  id: 'D4',
  promise:
    'a byte that changes anywhere in the database is noticed, nothing crashes, and the file stays as it was found',
  needs: 'nothing',
  times: { short: 40, long: 400 },
  run,
};
