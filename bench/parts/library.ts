/**
 * How long a library of 1,000 model files takes to be listed and to be looked through again, against what the file system
 * itself needs for naming and measuring the files. Runs in the bench process, with a core and without an engine.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { createCore } from '../../src/core/create-core.ts';
import { smallModelFile } from '../../src/core/models/testing/small-model-file.ts';
import { coreOptions } from '../../src/core/testing/core-options.ts';
import { removeFolder, temporaryFolder } from '../../e2e/support/folders.ts';
import { type BenchRow, interleave } from '../ratio.ts';

export async function* benchLibrary(files: number, pairs: number): AsyncGenerator<BenchRow> {
  const folder = temporaryFolder('library');
  const modelsDir = join(folder, 'models');
  mkdirSync(modelsDir);
  for (let index = 0; index < files; index++)
    writeFileSync(join(modelsDir, `model-${index}.gguf`), smallModelFile(`model ${index}`));
  const options = coreOptions(join(folder, 'data'));
  const core = await createCore({ ...options, shell: 'cli', modelDirs: [modelsDir], usualFolders: [] });
  try {
    await core.library.rescan();
    const client = createRouterClient(core.router);
    const looking = (): Promise<number> => milliseconds(() => statAll(modelsDir));
    const of = { list: () => client.models.list({}), rescan: () => client.models.rescan({}) };
    for (const what of ['list', 'rescan'] as const) {
      const { ratio, left, right } = await interleave(pairs, () => milliseconds(of[what]), looking);
      const words = what === 'list' ? 'listed' : 'looked through again';
      yield {
        what: `${files} model files ${words} / their names and sizes from the file system`,
        ratio,
        sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
        aim: null,
      };
    }
  } finally {
    await core.close();
    removeFolder(folder);
  }
}

async function statAll(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await stat(join(folder, name));
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
