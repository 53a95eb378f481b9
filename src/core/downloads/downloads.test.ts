import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Notice } from '#contract/app.ts';
import type { Download } from '#contract/downloads.ts';
import { egress } from '#egress/guard-this-process.ts';
import { type Faults, type HostileHub, startHostileHub } from '../../../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { type Core, createCore } from '../create-core.ts';
import { copyAsKilled } from '../testing/copy-as-killed.ts';
import { coreOptions } from '../testing/core-options.ts';

const repository = 'local/hub';
const model = Buffer.from(createTinyLlama({ seed: 1 }).file);
const parts = ['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf'];
const files = {
  'tiny-Q8_0.gguf': model,
  'sub/other name.gguf': Buffer.from(createTinyLlama({ seed: 2 }).file),
  'bad.gguf': randomBytes(300_000),
  [parts[0] ?? '']: randomBytes(200_000),
  [parts[1] ?? '']: randomBytes(100_000),
};

let root: string;
let models: string;
let core: Core;
let hub: HostileHub;
let freeBytes: number;

const open = (dataDir = join(root, 'data')): Promise<Core> =>
  createCore({
    ...coreOptions(dataDir),
    modelDirs: [models],
    downloadTuning: {
      waitsMs: [1, 1, 1],
      leastRangeBytes: 32 * 1024,
      tickMs: 5,
      idleMs: 5_000,
      freeBytes: () => Promise.resolve(freeBytes),
    },
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'prisme-downloads-'));
  models = join(root, 'models');
  freeBytes = 1e12;
  core = await open();
  hub = await hubWith({});
});
afterEach(async () => {
  await core.close();
  rmSync(root, { recursive: true, force: true });
});

async function hubWith(faults: Faults): Promise<HostileHub> {
  const made = await startHostileHub(files, faults);
  onTestFinished(() => made.close());
  await call(core.router.settings.update, { hubUrl: made.url });
  return made;
}

const start = (...paths: string[]): Promise<Download> =>
  core.downloads.start(repository, hub.revision, paths.length === 0 ? ['tiny-Q8_0.gguf'] : paths);
const only = (): Download => {
  const [download] = core.downloads.list();
  if (download === undefined) throw new Error('there is no download');
  return download;
};
const stateIs = (kind: Download['state']['kind']): Promise<void> =>
  expect.poll(() => only().state, { interval: 2, timeout: 10_000 }).toMatchObject({ kind });
const inFolder = (): string[] => readdirSync(models).sort();
const slow: Faults = { bytesPerSecond: 150_000 };
const someArrived = (): Promise<void> =>
  expect.poll(() => only().receivedBytes, { interval: 2, timeout: 10_000 }).toBeGreaterThan(0);

describe('a download', () => {
  it('ends as a model in the list, and only then is there a file that could be one', async () => {
    const began = await start();
    expect(began).toMatchObject({ fileName: 'tiny-Q8_0.gguf', sizeBytes: model.length, repository });
    const seen = new Set<string>();
    const looking = setInterval(() => inFolder().forEach((name) => seen.add(name)), 1);
    await stateIs('complete');
    clearInterval(looking);
    expect(inFolder()).toEqual(['tiny-Q8_0.gguf']);
    expect([...seen].filter((name) => name !== 'tiny-Q8_0.gguf' && !/\.part(\.json)?$/.test(name))).toEqual(
      [],
    );
    expect(readFileSync(join(models, 'tiny-Q8_0.gguf')).equals(model)).toBe(true);
    const { models: listed } = core.library.list();
    expect(only().state).toEqual({ kind: 'complete', modelId: listed[0]?.id });
    await core.downloads.cancel(began.id);
    expect([core.downloads.list(), inFolder()]).toEqual([[], ['tiny-Q8_0.gguf']]);
  });

  it('tells every page how far it is', async () => {
    const notices = await call(core.router.app.notices, {});
    const told: Download['state']['kind'][] = [];
    const reading = (async () => {
      for await (const notice of notices as AsyncIterable<Notice>)
        if (notice.kind === 'downloadsChanged') told.push(notice.downloads[0]?.state.kind ?? 'waiting');
    })();
    await start();
    await stateIs('complete');
    await core.close();
    await reading;
    expect(told.at(-1)).toBe('complete');
    expect(told).toContain('running');
  });

  it('has a name that is safe here, and its requests are on the ledger', async () => {
    const before = egress.ledger.snapshot().attemptCount;
    await start('sub/other name.gguf');
    await stateIs('complete');
    expect(inFolder()).toEqual(['other_name.gguf']);
    const { attempts, attemptCount } = egress.ledger.snapshot();
    expect(attemptCount - before).toBe(hub.requests.length + 1);
    expect(attempts.at(-1)).toMatchObject({ kind: 'request', host: '127.0.0.1', wasRefused: false });
  });

  it('never takes the name of another file', async () => {
    mkdirSync(models, { recursive: true });
    writeFileSync(join(models, 'tiny-Q8_0.gguf'), 'mine');
    await start();
    await stateIs('complete');
    expect(readFileSync(join(models, 'tiny-Q8_0.gguf'), 'utf8')).toBe('mine');
    expect(inFolder()).toEqual([expect.stringMatching(/^tiny-Q8_0-[0-9a-f]{8}\.gguf$/), 'tiny-Q8_0.gguf']);
  });

  it('of what is there already asks for nothing', async () => {
    mkdirSync(models, { recursive: true });
    writeFileSync(join(models, 'tiny-Q8_0.gguf'), model);
    await start();
    await stateIs('complete');
    expect(hub.requests).toEqual([]);
  });

  it('started twice is one', async () => {
    hub.setFaults(slow);
    const [first, second] = [await start(), await start()];
    expect(first.id).toBe(second.id);
    expect(core.downloads.list()).toHaveLength(1);
  });

  it('of a file that the repository does not have is refused', async () => {
    await expect(start('gone.gguf')).rejects.toMatchObject({
      code: 'download.fileMissing',
      details: { path: 'gone.gguf' },
    });
    expect(core.downloads.list()).toEqual([]);
  });

  it('brings all parts of a model, and none gets its name before all are there', async () => {
    hub.setFaults({ content: (request) => (hub.requests[request]?.path === parts[1] ? Buffer.alloc(100_000) : files[parts[0] ?? ''] ?? model) });
    await start(parts[1] ?? '');
    await stateIs('failed');
    expect(only().state).toMatchObject({ error: { code: 'download.wrongHash', details: { fileName: parts[1] } } });
    expect(inFolder().filter((name) => name.endsWith('.gguf'))).toEqual([]);
    hub.setFaults({});
    hub.requests.length = 0;
    core.downloads.resume(only().id);
    // They are no models: the library says so, and the files are whole.
    await expect.poll(() => only().state, { timeout: 10_000 }).toMatchObject({ kind: 'failed', error: { code: 'model.notGguf' } });
    expect(inFolder()).toEqual(parts);
    expect(new Set(hub.requests.map(({ path }) => path))).toEqual(new Set([parts[1]]));
  }); // prettier-ignore

  it('that is no model says so, and the file stays', async () => {
    await start('bad.gguf');
    await stateIs('failed');
    expect(only().state).toMatchObject({ error: { code: 'model.notGguf' } });
    expect(inFolder()).toEqual(['bad.gguf']);
  });

  it('with the wrong content is deleted and never in the list', async () => {
    hub.setFaults({ content: () => Buffer.from(model).fill(1, 500, 501) });
    await start();
    await stateIs('failed');
    expect(only()).toMatchObject({ state: { error: { code: 'download.wrongHash' } }, receivedBytes: 0 });
    expect([inFolder(), core.library.list()]).toEqual([[], { models: [], rejected: [] }]);
  });

  it('that finds too little space does not begin, and goes on when there is enough', async () => {
    freeBytes = model.length;
    await start();
    await stateIs('failed');
    expect(only().state).toMatchObject({
      error: { code: 'download.notEnoughSpace', details: { haveBytes: model.length } },
    });
    expect(hub.requests).toEqual([]);
    freeBytes = 1e12;
    core.downloads.resume(only().id);
    await stateIs('complete');
  });

  it('into a folder that cannot be written says so', async () => {
    writeFileSync(models, 'a file where a folder should be');
    await start();
    await stateIs('failed');
    expect(only().state).toMatchObject({ error: { code: 'download.folderNotWritable' } });
  });

  it('waits for its turn behind another', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    await start('bad.gguf');
    expect(core.downloads.list().map(({ state }) => state.kind).sort()).toEqual(['running', 'waiting']);
  }); // prettier-ignore
});

describe('a pause', () => {
  it('keeps what has arrived, and going on asks for the rest only', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    core.downloads.pause(only().id);
    await expect.poll(() => inFolder().length).toBe(2);
    await core.close();
    core = await open();
    const { receivedBytes, state } = only();
    expect(state).toEqual({ kind: 'paused', reason: 'person' });
    expect(receivedBytes).toBeGreaterThan(0);
    hub.setFaults({});
    hub.requests.length = 0;
    core.downloads.resume(only().id);
    await stateIs('complete');
    const ranges = hub.requests.map(({ range }) => (range === null ? Infinity : range.to - range.from));
    // Halves that one connection takes from another were asked for twice, and sent once.
    expect(Math.max(...ranges)).toBeLessThanOrEqual(model.length - receivedBytes);
  });

  it('ends a download for good when it is cancelled, and leaves nothing', async () => {
    hub.setFaults(slow);
    const { id } = await start();
    await someArrived();
    await core.downloads.cancel(id);
    expect([inFolder(), core.downloads.list()]).toEqual([[], []]);
    expect(() => core.downloads.resume(id)).toThrow(expect.objectContaining({ code: 'download.notFound' }));
  });
});

describe('after a restart', () => {
  it('what ran goes on by itself', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    await core.close();
    hub.setFaults({});
    core = await open();
    await stateIs('complete');
  });

  it('what ran when it was killed goes on by itself', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    const copy = copyAsKilled(join(root, 'data'));
    const kept = join(root, 'kept');
    mkdirSync(kept);
    for (const name of inFolder()) writeFileSync(join(kept, name), readFileSync(join(models, name)));
    await core.close();
    models = kept;
    hub.setFaults({});
    core = await open(copy);
    await stateIs('complete');
    expect(readFileSync(join(kept, 'tiny-Q8_0.gguf')).equals(model)).toBe(true);
  });
});

describe('offline', () => {
  const setOffline = (isOffline: boolean): Promise<unknown> =>
    call(core.router.settings.update, { isOffline });

  it('what runs is paused and says why; no request leaves until somebody lets it go on', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    await setOffline(true);
    await expect.poll(() => only().state).toEqual({ kind: 'paused', reason: 'offline' });
    hub.setFaults({});
    hub.requests.length = 0;
    core.downloads.resume(only().id);
    await expect.poll(() => only().state).toEqual({ kind: 'paused', reason: 'offline' });
    expect(hub.requests).toEqual([]);
    await setOffline(false);
    core.downloads.resume(only().id);
    await stateIs('complete');
  });

  it('nothing is started', async () => {
    await setOffline(true);
    await expect(start()).rejects.toMatchObject({ code: 'egress.denied' });
  });

  it('what ran before a restart is paused', async () => {
    hub.setFaults(slow);
    await start();
    await someArrived();
    await core.close();
    core = await open();
    await setOffline(true);
    await expect.poll(() => only().state).toEqual({ kind: 'paused', reason: 'offline' });
  });
});

it('of two Prismes with one model folder each brings its own, and the file is right', async () => {
  hub.setFaults(slow);
  await start();
  const other = await open(join(root, 'other'));
  await call(other.router.settings.update, { hubUrl: hub.url });
  await other.downloads.start(repository, hub.revision, ['tiny-Q8_0.gguf']);
  hub.setFaults({});
  await stateIs('complete');
  await expect.poll(() => other.downloads.list()[0]?.state.kind, { timeout: 10_000 }).toBe('complete');
  await other.close();
  expect(inFolder()).toEqual(['tiny-Q8_0.gguf']);
  expect(readFileSync(join(models, 'tiny-Q8_0.gguf')).equals(model)).toBe(true);
});

it('deleting everything takes what has arrived along', async () => {
  hub.setFaults(slow);
  await start();
  await someArrived();
  await call(core.router.privacy.deleteEverything, { isConfirmed: true });
  await core.close();
  expect(inFolder()).toEqual([]);
});
