/**
 * A core for one command of the terminal. Runs in the terminal shell. It uses the same data folder as the window, so
 * that models are known and calibrated once; when a window owns that folder, a private one that is removed afterwards.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { Model } from '#contract/models.ts';
import { createFileLog } from '#core/app/log.ts';
import { createCore } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { DownloadsService } from '#core/downloads/downloads.ts';
import type { ModelLibrary } from '#core/models/model-library.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import { readVersion } from '#core/shells/app-version.ts';
import type { Places } from './cli-arguments.ts';

export type OpenLibrary = {
  readonly library: ModelLibrary;
  readonly downloads: DownloadsService;
  /** The data folder in use. */
  readonly dataDir: string;
  close(): Promise<void>;
};

/**
 * @param isOwn only with the data folder itself: what is to be there afterwards must not go with a private one
 * @throws app.*, database.*
 */
export async function openLibrary(
  places: Pick<Places, 'dataDir' | 'modelDirs'>,
  isOwn = false,
): Promise<OpenLibrary> {
  const { dataDir, modelDirs } = resolveFolders({
    data: places.dataDir ?? undefined,
    models: places.modelDirs.length === 0 ? undefined : places.modelDirs,
  });
  try {
    return await open(dataDir, modelDirs);
  } catch (error) {
    if (isOwn || !(error instanceof PrismeError) || error.code !== 'app.alreadyRunning') throw error;
  }
  const privateDir = await mkdtemp(join(tmpdir(), 'prisme-'));
  const library = await open(privateDir, modelDirs);
  return {
    ...library,
    close: async () => {
      await library.close();
      await rm(privateDir, { recursive: true, force: true });
    },
  };
}

async function open(dataDir: string, modelDirs: readonly string[]): Promise<OpenLibrary> {
  const log = createFileLog(dataDir);
  const core = await createCore({
    dataDir,
    modelDirs,
    shell: 'cli',
    version: readVersion(join(import.meta.dirname, '..', '..')),
    launchEngine: forkEngine({
      entry: join(import.meta.dirname, 'engine.js'),
      log: (line) => log.info({ line }, 'engine output'),
    }),
    log,
    now: Date.now,
    newId: randomUUID,
    chooseModelFile: null,
  });
  return { library: core.library, downloads: core.downloads, dataDir, close: () => core.close() };
}

/** The model of `--model`, or the first in the list. @throws model.noneChosen, model.* */
export async function chooseModel(library: ModelLibrary, file: string | null): Promise<Model> {
  if (file !== null) return library.addFile(resolve(file));
  // The folders are looked through in the background after the start: wait for the end of it.
  await library.rescan();
  const model = library.list().models.find(({ isPresent }) => isPresent);
  if (model === undefined) throw new PrismeError('model.noneChosen');
  return model;
}
