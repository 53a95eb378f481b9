/**
 * D8: downloads from a hub that misbehaves, and from a core that is killed on the way.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { noteSuffix, receivedOf } from '#core/downloads/part-file.ts';
import { type Faults, type HostileHub, sha256Of, startHostileHub } from '../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { atOnce } from './at-once.ts';
import { type DownloadEnd, downloadToItsEnd } from './download-to-its-end.ts';
import type { Random } from './random.ts';
import { compiledOnce } from './run-process.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const script = join(import.meta.dirname, 'processes', 'download-until-killed.ts');
const toldSchema = z.object({ kind: z.enum(['complete', 'failed']), code: z.string().nullable() });
const mostResentBytes = 1_000_000;

/** What a server does, and what must become of the download: the model, or an error with this code. */
type Misbehaviour = {
  readonly name: string;
  readonly faults: (content: Buffer, random: Random) => Faults;
  readonly code: string | null;
};

const misbehaviours: readonly Misbehaviour[] = [
  { name: 'ignores ranges', faults: () => ({ ignoresRanges: true }), code: null },
  { name: 'ignores ranges and cuts', faults: ({ length }, random) => ({ ignoresRanges: true, cutAt: places(length, 3, random) }), code: null },
  { name: 'cuts ten times', faults: ({ length }, random) => ({ cutAt: places(length, 10, random) }), code: null },
  { name: 'falls silent', faults: ({ length }, random) => ({ silentAt: places(length, 2, random) }), code: null },
  { name: 'redirects', faults: (_, random) => ({ redirects: random.int(1, 4) }), code: null },
  { name: 'serves one connection', faults: () => ({ mostConnections: 1 }), code: null },
  { name: 'is out of order at first', faults: () => ({ status: (request) => (request < 3 ? 503 : null) }), code: null },
  { name: 'changes the file once', faults: (content) => ({ etag: (request) => (request < 2 ? '"old"' : '"new"'), content: (request) => (request < 2 ? damaged(content) : content) }), code: null },
  { name: 'says no length', faults: () => ({ hidesLength: true }), code: null },
  { name: 'says another length', faults: ({ length }) => ({ saysLength: () => length - 1 }), code: 'download.changed' },
  { name: 'sends one wrong byte', faults: (content) => ({ content: () => damaged(content) }), code: 'download.wrongHash' },
  { name: 'changes the file all the time', faults: ({ length }, random) => ({ etag: (request) => `"${request}"`, cutAt: places(length, 20, random) }), code: 'download.changed' },
  { name: 'wants a token', faults: () => ({ token: 'secret' }), code: 'download.gated' },
]; // prettier-ignore

const places = (length: number, count: number, random: Random): number[] =>
  Array.from({ length: count }, () => random.int(1, length - 1));

function damaged(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  const middle = content.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 0xff;
  return copy;
}

/** A kill needs a process; whatever else becomes of a download is seen in this one, which starts in no time. */
type Place = { readonly dataDir: string; readonly modelDir: string; readonly hub: HostileHub };

const start = ({ dataDir, modelDir, hub }: Place): ChildProcess =>
  fork(script, [dataDir, modelDir, hub.url, hub.revision], {
    execArgv: ['--no-warnings'],
    env: { ...process.env, ...compiledOnce },
  });

const here = ({ dataDir, modelDir, hub }: Place): Promise<DownloadEnd> =>
  downloadToItsEnd({ dataDir, modelDir, hubUrl: hub.url, revision: hub.revision });

async function outcomeOf(child: ChildProcess): Promise<DownloadEnd> {
  const [told] = (await once(child, 'message')) as [unknown];
  await once(child, 'exit');
  return toldSchema.parse(told);
}

/** Kills it when the hub has sent so many bytes. */
async function killAt(child: ChildProcess, hub: HostileHub, bytes: number): Promise<void> {
  const exited = once(child, 'exit');
  const timer = setInterval(() => {
    if (hub.sentBytes() >= bytes) child.kill('SIGKILL');
  }, 1);
  await exited;
  clearInterval(timer);
}

const modelsIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.gguf')) : [];

async function inPlace<Result>(
  content: Buffer,
  faults: Faults,
  work: (place: Place) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-download-'));
  const hub = await startHostileHub({ 'model.gguf': content }, faults);
  try {
    return await work({ dataDir: join(folder, 'data'), modelDir: join(folder, 'models'), hub });
  } finally {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Killed once on its way, then gone on with. @returns what is wrong, and how many bytes were sent twice */
function killed(content: Buffer, at: number): Promise<{ wrong: string | null; resentBytes: number }> {
  return inPlace(content, { bytesPerSecond: 1_000_000 }, async (place) => {
    await killAt(start(place), place.hub, at);
    if (modelsIn(place.modelDir).length > 0 && at < content.length)
      return { wrong: 'a part was among the models after the kill', resentBytes: 0 };
    // What was sent and is not kept is sent again.
    const resentBytes = place.hub.sentBytes() - keptBytes(place.modelDir, content);
    place.hub.setFaults({});
    const told = await here(place);
    return { wrong: wrongWith(place, content, told, null), resentBytes };
  });
}

function keptBytes(modelDir: string, content: Buffer): number {
  const notes = existsSync(modelDir) ? readdirSync(modelDir).filter((name) => name.endsWith(noteSuffix)) : [];
  const target = { sizeBytes: content.length, sha256: sha256Of(content) };
  return notes.reduce((sum, name) => sum + receivedOf(readFileSync(join(modelDir, name), 'utf8'), target), 0);
}

function wrongWith(
  { modelDir }: Place,
  content: Buffer,
  told: DownloadEnd,
  code: string | null,
): string | null {
  if (told.code !== code) return `ended as ${told.kind} ${told.code ?? ''}`.trim();
  const names = modelsIn(modelDir);
  if (code !== null)
    return names.length === 0 ? null : `failed, and ${names.join(', ')} was among the models`;
  if (names.length !== 1) return `${names.length} files among the models`;
  const isRight = readFileSync(join(modelDir, names[0] ?? '')).equals(content);
  return isRight ? null : 'another content among the models';
}

/** Two Prismes at once, of different data folders, into one model folder. */
async function twice(place: Place): Promise<DownloadEnd> {
  const other = { ...place, dataDir: `${place.dataDir}-2` };
  const [first, second] = await Promise.all([start(place), start(other)].map(outcomeOf));
  return first?.kind === 'complete' && second !== undefined
    ? second
    : (first ?? { kind: 'failed', code: 'none' });
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const content = Buffer.from(createTinyLlama({ embedding: 256, feedForward: 768, layers: 1 }).file);
  const kills = await tryKills(content, times);
  // Every misbehaviour at least once.
  const tries = Math.max(times, misbehaviours.length);
  const failures = [...kills.failures, ...(await tryMisbehaviours(content, tries, random))];
  const both = await inPlace(content, {}, async (place) =>
    wrongWith(place, content, await twice(place), null),
  );
  if (both !== null) failures.push(`two at once: ${both}`);
  return {
    tried: times + tries + 1,
    failures,
    figures: { 'most bytes sent twice after a kill': `${(kills.mostResent / 1_000).toFixed(0)} kB` },
  };
}

/** At places all over the file. */
async function tryKills(
  content: Buffer,
  times: number,
): Promise<{ failures: readonly string[]; mostResent: number }> {
  const failures: string[] = [];
  let mostResent = 0;
  await atOnce(times, async (index) => {
    const at = Math.floor(((index + 0.5) / times) * content.length);
    const { wrong, resentBytes } = await killed(content, at);
    mostResent = Math.max(mostResent, resentBytes);
    if (wrong !== null) failures.push(`killed at byte ${at}: ${wrong}`);
    if (resentBytes > mostResentBytes) failures.push(`killed at byte ${at}: ${resentBytes} bytes again`);
  });
  return { failures, mostResent };
}

async function tryMisbehaviours(content: Buffer, tries: number, random: Random): Promise<readonly string[]> {
  const failures: string[] = [];
  await atOnce(tries, async (index) => {
    const misbehaviour = misbehaviours[index % misbehaviours.length];
    if (misbehaviour === undefined) return;
    const { name, faults, code } = misbehaviour;
    const found = await inPlace(content, faults(content, random.fork(index)), async (place) =>
      wrongWith(place, content, await here(place), code),
    );
    if (found !== null) failures.push(`a server that ${name}, try ${index}: ${found}`);
  });
  return failures;
}

export const downloads: Suite = {
  id: 'D8',
  promise:
    'a download ends as the right file, or as an error and no file, whatever the server does and whenever it is killed; 1 MB at most is sent again',
  needs: 'nothing',
  times: { short: 4, long: 200 },
  run,
};
