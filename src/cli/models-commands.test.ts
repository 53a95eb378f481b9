import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCore } from '#core/create-core.ts';
import { coreOptions } from '#core/testing/core-options.ts';
import { smallModelFile } from '#core/models/testing/small-model-file.ts';
import { listModels, removeModel } from './models-commands.ts';

let folder: string;
let lines: string[];
let notes: string[];
const terminal = {
  line: (text: string) => void lines.push(text),
  note: (text: string) => void notes.push(text),
};
const places = () => ({ dataDir: join(folder, 'data'), modelDirs: [join(folder, 'models')] });
const list = async (isJson = false): Promise<string[]> => {
  lines = [];
  await listModels({ kind: 'listModels', isJson, places: places() }, terminal);
  return lines;
};
const remove = (name: string, withFile = false): Promise<void> =>
  removeModel({ kind: 'removeModel', name, withFile, places: places() }, terminal);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-models-'));
  mkdirSync(join(folder, 'models'));
  lines = [];
  notes = [];
  for (const name of ['one', 'two'])
    writeFileSync(join(folder, 'models', `${name}.gguf`), smallModelFile(name));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lists the models with the beginning of their ids, or all of it as JSON', async () => {
  const shown = await list();
  expect(shown.map((line) => line.split(/\s+/).at(-1))).toEqual(['one', 'two']);
  expect(shown[0]).toMatch(/^[0-9a-f]{12} {2}\? {9}/);
  const [json = ''] = await list(true);
  expect(JSON.parse(json)).toMatchObject([
    { name: 'one', fileName: 'one.gguf', state: 'present', copies: 1 },
    { name: 'two', state: 'present' },
  ]);
  rmSync(join(folder, 'models', 'one.gguf'));
  expect((await list())[0]).toMatch(/ missing {2}/);
});

it('takes a model from the list by the beginning of its id and leaves its file', async () => {
  const [first = ''] = await list();
  await remove(first.slice(0, 6));
  expect((await list()).join()).not.toContain('one');
  expect(readdirSync(join(folder, 'models'))).toEqual(['one.gguf', 'two.gguf']);
});

it('puts the files of a model into the bin when it is asked to', async () => {
  await remove('two', true);
  expect(lines).toEqual(['two.gguf is in the bin of models.']);
  expect(existsSync(join(folder, 'models', 'two.gguf'))).toBe(false);
  expect(await list()).toHaveLength(1);
});

it('refuses a name that fits none, or an id that is too short to mean one', async () => {
  const [first = ''] = await list();
  for (const name of ['three', '', first.slice(0, 3)])
    await expect(remove(name)).rejects.toMatchObject({ code: 'model.notFound', details: { matching: 0 } });
});

it('beside an open window the list is read, and only the window may change it', async () => {
  const { dataDir, modelDirs } = places();
  const core = await createCore({ ...coreOptions(dataDir), modelDirs });
  await core.library.rescan();
  expect((await list()).map((line) => line.split(/\s+/).at(-1))).toEqual(['one', 'two']);
  await expect(remove('one')).rejects.toMatchObject({ code: 'app.alreadyRunning' });
  expect(core.library.list().models).toHaveLength(2);
  await core.close();
  expect(await list()).toHaveLength(2);
});

it('is a command with an exit status', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      '--no-warnings',
      join(import.meta.dirname, 'cli.ts'),
      'models',
      ...args,
      '--data',
      places().dataDir,
      '--models',
      join(folder, 'models'),
    ]);
  expect((await run()).stdout.trimEnd().split('\n')).toHaveLength(2);
  await expect(run('rm', 'nothing')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('This model is not in the list'),
  });
});
