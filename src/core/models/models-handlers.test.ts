import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createImplementer } from '#core/app/implementer.ts';
import { createFileTickets } from '#core/app/file-tickets.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import { createEngineQueue } from '#core/generation/engine-queue.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { createModelLibrary } from './create-model-library.ts';
import type { FullModelLibrary } from './model-library.ts';
import { modelsHandlers } from './models-handlers.ts';
import { smallModelFile } from './testing/small-model-file.ts';

let folder: string;
let database: Database;
let library: FullModelLibrary;
const queue = createEngineQueue();
const never = new Promise<never>(() => undefined);

function open(chooseModelFolder: (() => Promise<string | null>) | null) {
  return modelsHandlers(createImplementer(silentLog), {
    library,
    queue,
    tickets: createFileTickets(() => '00000000-0000-4000-8000-000000000000'),
    chooseModelFile: null,
    chooseModelFolder,
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-handlers-'));
  mkdirSync(join(folder, 'models'));
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  library = createModelLibrary({
    database,
    modelDirs: [],
    usualFolders: [],
    launchEngine: () => Promise.reject(new Error('nothing is loaded here')),
    now: () => 1,
    log: silentLog,
  });
});
afterEach(async () => {
  await library.close();
  database.close();
  rmSync(folder, { recursive: true });
});

describe('a request about model files', () => {
  it('deletes nothing while something runs with the model, and does when it has ended', async () => {
    const path = join(folder, 'models', 'a.gguf');
    writeFileSync(path, smallModelFile('a'));
    const { id: modelId } = await library.addFile(path);
    const handlers = open(null);
    const { places } = await call(handlers.inspect, { modelId });
    const [place] = places;
    if (place === undefined) throw new Error('one place');
    const working = Promise.withResolvers<void>();
    const work = queue.run(modelId, never, () => working.promise);
    await expect(call(handlers.deleteFile, { modelId, placeId: place.id })).rejects.toMatchObject({
      code: 'model.inUse',
    });
    expect(existsSync(path)).toBe(true);
    working.resolve();
    await work;
    const binned = await call(handlers.deleteFile, { modelId, placeId: place.id });
    expect([existsSync(path), await call(handlers.bin, {})]).toEqual([false, [binned]]);
    expect(await call(handlers.restoreFile, { binId: binned.id })).toMatchObject({ id: modelId });
    await call(handlers.remove, { modelId });
    expect((await call(handlers.list, {})).models).toEqual([]);
    expect(await call(handlers.restore, { modelId })).toMatchObject({ id: modelId, isPresent: true });
  });

  it('takes a folder from the dialog and from nowhere else', async () => {
    writeFileSync(join(folder, 'models', 'a.gguf'), smallModelFile('a'));
    const handlers = open(() => Promise.resolve(join(folder, 'models')));
    expect(await call(handlers.chooseFolder, {})).toMatchObject([{ kind: 'chosen', fileCount: 1 }]);
    expect(library.list().models).toHaveLength(1);
    expect(library.files.watchedFolders()).toEqual([join(folder, 'models')]);
    expect(await call(open(() => Promise.resolve(null)).chooseFolder, {})).toBeNull();
    await expect(call(open(null).chooseFolder, {})).rejects.toMatchObject({ code: 'app.invalidInput' });
  });
});
