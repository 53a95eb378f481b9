import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { samplerPresets } from '#contract/sampler.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { ModelId } from '#contract/ids.ts';
import { createTinyLlama, splitTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { createModelLibrary } from './create-model-library.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { ModelLibrary } from './model-library.ts';

const entry = fileURLToPath(new URL('../../engine/engine.ts', import.meta.url));
let folder: string;
let database: Database;
let library: ModelLibrary;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-split-'));
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  library = createModelLibrary({
    database,
    modelDirs: [folder],
    launchEngine: forkEngine({ entry }),
    now: Date.now,
    log: silentLog,
  });
});
afterEach(async () => {
  await library.close();
  database.close();
  rmSync(folder, { recursive: true });
});

async function tokensOf(modelId: ModelId): Promise<readonly number[]> {
  await library.configure(modelId, { contextTokens: 64, threads: 1, gpu: 'off' });
  const engine = await library.load(modelId);
  const ids: number[] = [];
  const settings = { ...samplerPresets.greedy, maxTokens: 8 };
  const prompt = [...(await engine.tokenize('a b c'))];
  for await (const event of engine.generate({
    prompt,
    reply: [],
    forced: [],
    settings,
    seed: 1,
    topN: 1,
    capture: true,
  }))
    if (event.kind === 'tokens') ids.push(...decodeSteps(event.steps).map(({ tokenId }) => tokenId));
  return ids;
}

it('a model in two files is loaded as a whole and writes what it writes from one', async () => {
  writeFileSync(join(folder, 'whole.gguf'), createTinyLlama().file);
  for (const [index, part] of splitTinyLlama().entries())
    writeFileSync(join(folder, `split-0000${index + 1}-of-00002.gguf`), part);
  await library.rescan();
  const [split, whole] = library.list().models;
  expect([split?.name, whole?.name]).toEqual(['split', 'whole']);
  expect(split?.parameterCount).toBe(whole?.parameterCount);
  if (split === undefined || whole === undefined) throw new Error('two models');
  const written = await tokensOf(split.id);
  expect(written.length).toBeGreaterThan(0);
  expect(written).toEqual(await tokensOf(whole.id));
});
