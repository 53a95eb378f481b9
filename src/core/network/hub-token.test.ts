import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startHostileHub } from '../../../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { type Core, createCore } from '../create-core.ts';
import { coreOptions } from '../testing/core-options.ts';
import type { SecretStore } from './hub-token.ts';

const token = 'hf_aSecretThatNobodySees';
/** Writes it in another way: enough to be another text. */
const secrets: SecretStore = {
  encrypt: (secret) => Promise.resolve(Buffer.from(secret).toString('hex')),
  decrypt: (ciphertext) => Promise.resolve(Buffer.from(ciphertext, 'hex').toString()),
};

let folder: string;
let core: Core;
let logged: string;

const open = (store: SecretStore | null): Promise<Core> => {
  const note = (fields: object, message: string): void => void (logged += JSON.stringify([fields, message]));
  return createCore({
    ...coreOptions(join(folder, 'data')),
    modelDirs: [join(folder, 'models')],
    log: { info: note, warn: note, error: note },
    secrets: store,
    downloadTuning: { waitsMs: [1] },
  });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-token-'));
  logged = '';
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const status = () => call(core.router.network.status, {});
const isOnDisk = (text: string): boolean =>
  readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));

it('a token is kept by the system’s store, and known again after a restart', async () => {
  core = await open(secrets);
  expect(await status()).toEqual({ token: null });
  expect(await call(core.router.network.setToken, { token })).toEqual({ token: 'systemStore' });
  await core.close();
  expect(isOnDisk(token)).toBe(false);
  core = await open(secrets);
  await expect.poll(status).toEqual({ token: 'systemStore' });
  expect(await call(core.router.network.forgetToken, {})).toEqual({ token: null });
  await core.close();
  core = await open(secrets);
  expect(await status()).toEqual({ token: null });
});

it.each([null, { encrypt: () => Promise.resolve(null), decrypt: () => Promise.resolve(null) }])(
  'where there is no store it is in memory only, and says so',
  async (store) => {
    core = await open(store);
    expect(await call(core.router.network.setToken, { token })).toEqual({ token: 'memory' });
    await core.close();
    expect(isOnDisk(token)).toBe(false);
    core = await open(store);
    expect(await status()).toEqual({ token: null });
  },
);

it('it opens what is gated, and stands in no log and no answer', async () => {
  const hub = await startHostileHub(
    { 'm.gguf': Buffer.from(createTinyLlama().file) },
    { token, redirects: 2 },
  );
  onTestFinished(() => hub.close());
  core = await open(secrets);
  await call(core.router.settings.update, { hubUrl: hub.url });
  const { id } = await core.downloads.start('local/hub', hub.revision, ['m.gguf']);
  const state = () => core.downloads.list()[0]?.state;
  await expect.poll(state, { timeout: 10_000 }).toMatchObject({ error: { code: 'download.gated' } });
  await call(core.router.network.setToken, { token });
  core.downloads.resume(id);
  await expect.poll(state, { timeout: 10_000 }).toMatchObject({ kind: 'complete' });
  const answers = [await status(), await call(core.router.settings.get, {}), core.downloads.list()];
  expect(JSON.stringify(answers) + logged).not.toContain(token);
  expect(hub.requests.every(({ authorization }) => authorization === null)).toBe(true);
});
