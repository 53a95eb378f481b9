import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Core, createCore } from '#core/create-core.ts';
import { coreOptions } from '#core/testing/core-options.ts';
import { type HostileHub, startHostileHub } from '../../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../../fixtures/tiny-llama.ts';
import { chooseFile, getModel } from './get-model.ts';

const file = (path: string) => ({ path, sizeBytes: 1, sha256: 'a'.repeat(64) });
const files = [
  'm-Q4_K_M.gguf', 'm-Q8_0.gguf', 'm-IQ4_XS.gguf', 'BF16/m-BF16-00001-of-00002.gguf', 'BF16/m-BF16-00002-of-00002.gguf',
].map(file); // prettier-ignore

describe('of the files of a repository', () => {
  it.each([
    [null, 'm-Q4_K_M.gguf'],
    ['q8_0', 'm-Q8_0.gguf'],
    ['m-IQ4_XS.gguf', 'm-IQ4_XS.gguf'],
    ['bf16', 'BF16/m-BF16-00001-of-00002.gguf'],
  ])('%s means %s', (wanted, path) => expect(chooseFile(files, wanted).path).toBe(path));

  it('the only one is meant where nothing is said', () => {
    expect(chooseFile([file('only-F16.gguf')], null).path).toBe('only-F16.gguf');
  });

  it.each([['Q2_K'], ['m']])('%s is none, or several, and the names are listed', (wanted) => {
    expect(() => chooseFile(files, wanted)).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({ reason: expect.stringContaining('m-Q8_0.gguf') }),
      }),
    );
  });
});

describe('models get', () => {
  let folder: string;
  let core: Core;
  let hub: HostileHub;
  let notes: string[];
  let lines: string[];
  const open = (): Promise<Core> =>
    createCore({
      ...coreOptions(join(folder, 'data')),
      modelDirs: [join(folder, 'models')],
      shell: 'cli',
      downloadTuning: { tickMs: 5 },
    });
  const get = (wasInterrupted = () => false): Promise<number> => {
    const terminal = { line: (text: string) => lines.push(text), note: (text: string) => notes.push(text) };
    return getModel(core, { repository: 'local/hub', wanted: null }, terminal, wasInterrupted);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prisme-get-'));
    [notes, lines] = [[], []];
    hub = await startHostileHub({ 'm-Q4_K_M.gguf': Buffer.from(createTinyLlama().file) });
    onTestFinished(() => hub.close());
    core = await open();
    await call(core.router.settings.update, { hubUrl: hub.url });
  });
  afterEach(async () => {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings the model into the list, and says how far it is', async () => {
    expect(await get()).toBe(0);
    expect([lines, core.library.list().models.length]).toEqual([['m-Q4_K_M.gguf'], 1]);
    expect(notes[0]).toBe('m-Q4_K_M.gguf from local/hub');
    expect(notes[1]).toMatch(/^\d+ %: /);
  });

  it('keeps what has arrived when it is interrupted, and goes on with it', async () => {
    hub.setFaults({ bytesPerSecond: 150_000 });
    expect(await get(() => (core.downloads.list()[0]?.receivedBytes ?? 0) > 0)).toBe(130);
    expect(notes.at(-1)).toContain('kept');
    await core.close();
    hub.setFaults({});
    core = await open();
    expect(core.downloads.list()[0]?.receivedBytes).toBeGreaterThan(0);
    expect(await get()).toBe(0);
  });

  it('says why where it cannot', async () => {
    hub.setFaults({ token: 'secret' });
    await expect(get()).rejects.toMatchObject({ code: 'download.gated' });
  });
});
