import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import type { EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import type { FakeFault } from '#core/engines/testing/fake-engine.ts';
import { type GgufValue, writeGguf } from '../../../fixtures/gguf-writer.ts';
import { createModelLibrary } from './create-model-library.ts';
import type { ModelLibrary } from './model-library.ts';

const entry = fileURLToPath(new URL('../engines/testing/fake-engine.ts', import.meta.url));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const gigabyte = 1e9;

let folder: string;
let modelDir: string;
let database: Database;
let library: ModelLibrary;
let fault: FakeFault;
let nowMs: number;
let availableBytes: number;
let processes: EngineProcess[];
let changes: string[];

function modelFile(name: string, contextTokens = 4_096, changed: Record<string, GgufValue> = {}): Uint8Array {
  const metadata: Record<string, GgufValue> = {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: name },
    'llama.block_count': { type: 'u32', value: 2 },
    'llama.context_length': { type: 'u32', value: contextTokens },
    'llama.embedding_length': { type: 'u32', value: 8 },
    'llama.attention.head_count': { type: 'u32', value: 2 },
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.tokens': { type: 'strings', value: ['<unk>', '<s>', '</s>', '▁the', '<0x0A>'] },
    'tokenizer.ggml.token_type': { type: 'i32s', value: [2, 3, 3, 1, 6] },
    ...changed,
  };
  return writeGguf(new Map(Object.entries(metadata)), [
    { name: 'token_embd.weight', shape: [8, 5], data: new Float32Array(40) },
  ]);
}

function open(): ModelLibrary {
  const opened = createModelLibrary({
    database,
    modelDirs: [modelDir],
    launchEngine: async () => {
      const process = await forkEngine({ entry, env: { FAKE_ENGINE: fault } })();
      processes.push(process);
      return process;
    },
    now: () => nowMs,
    log,
    availableBytes: () => availableBytes,
    mostThreads: 4,
    timing: {
      heartbeatMs: 100,
      hungAfterMs: 15_000,
      slowdown: () => 1,
      progressFloorMs: 20_000,
      stopGraceMs: 3_000,
    },
  });
  opened.onChange((change) =>
    changes.push(change.kind === 'list' ? 'list' : `${change.model.name}: ${change.model.state.kind}`),
  );
  return opened;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-library-'));
  modelDir = join(folder, 'models');
  mkdirSync(modelDir);
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  fault = 'none';
  nowMs = 1_000_000;
  availableBytes = 8 * gigabyte;
  processes = [];
  changes = [];
  library = open();
});

afterEach(async () => {
  await library.close();
  for (const process of processes) expect(isAlive(process)).toBe(false);
  database.close();
  rmSync(folder, { recursive: true });
});

const isAlive = ({ pid }: EngineProcess): boolean => {
  try {
    return process.kill(pid ?? -1, 0);
  } catch {
    return false;
  }
};

async function add(name: string, bytes = modelFile(name)): Promise<ModelId> {
  const path = join(modelDir, `${name}.gguf`);
  writeFileSync(path, bytes);
  return (await library.addFile(path)).id;
}

async function generate(engine: RunningEngine, maxTokens: number): Promise<number> {
  let tokens = 0;
  const settings = { ...samplerPresets.greedy, maxTokens };
  for await (const event of engine.generate({
    prompt: [1],
    reply: [],
    forced: [],
    settings,
    seed: 1,
    topN: 8,
    capture: true,
  })) {
    if (event.kind === 'tokens') tokens += event.count;
  }
  return tokens;
}

const stateOf = (id: ModelId): Model['state']['kind'] => library.get(id).state.kind;

describe('the list of models', () => {
  it('finds models in the folders and says why the other files are none', async () => {
    mkdirSync(join(modelDir, 'deeper'));
    writeFileSync(join(modelDir, 'deeper', 'good.GGUF'), modelFile('Good'));
    writeFileSync(join(modelDir, 'notes.txt'), 'not looked at');
    writeFileSync(join(modelDir, 'text.gguf'), 'not a model');
    writeFileSync(join(modelDir, 'cut.gguf'), modelFile('Cut').slice(0, 300));
    writeFileSync(
      join(modelDir, 'other.gguf'),
      modelFile('Other', 10, { 'general.architecture': { type: 'string', value: 'martian' } }),
    );
    await library.rescan();
    const { models, rejected } = library.list();
    expect(models).toMatchObject([
      {
        name: 'good',
        fileName: 'good.GGUF',
        isPresent: true,
        vocabularySize: 5,
        state: { kind: 'unloaded' },
      },
    ]);
    expect(rejected.map(({ fileName, error }) => [fileName, error.code])).toEqual([
      ['cut.gguf', 'model.truncated'],
      ['other.gguf', 'model.unsupportedArchitecture'],
      ['text.gguf', 'model.notGguf'],
    ]);
    expect(changes).toEqual(['list']);
  });

  it('takes copies for one model and a changed file for another', async () => {
    const id = await add('One');
    copyFileSync(join(modelDir, 'One.gguf'), join(modelDir, 'Two.gguf'));
    await library.rescan();
    expect(library.list().models).toHaveLength(1);
    rmSync(join(modelDir, 'One.gguf'));
    await library.rescan();
    expect(library.get(id)).toMatchObject({ isPresent: true, fileName: 'Two.gguf' });
    writeFileSync(join(modelDir, 'Two.gguf'), modelFile('Another'));
    await library.rescan();
    expect(
      library.list().models.map(({ name, isPresent, isReplaced }) => [name, isPresent, isReplaced]),
    ).toEqual([
      ['Two', false, true],
      ['Two', true, false],
    ]);
    // What lies there now is never loaded under the name of what lay there before.
    await expect(library.load(id)).rejects.toMatchObject({ code: 'model.unreadable' });
    expect(library.list().models.map(({ isPresent }) => isPresent)).toEqual([false, true]);
  });

  it('remembers everything over a restart and reads no unchanged file again', async () => {
    const id = await add('One');
    const path = join(modelDir, 'One.gguf');
    utimesSync(path, 1_000, 1_000);
    writeFileSync(join(modelDir, 'text.gguf'), 'not a model');
    await library.rescan();
    await library.configure(id, { contextTokens: 64, threads: 3, gpu: 'off' });
    const before = library.list();
    writeFileSync(path, Buffer.alloc(statSync(path).size));
    utimesSync(path, 1_000, 1_000);
    library = open();
    await library.rescan();
    expect(library.list()).toEqual(before);
  });

  it('keeps a model whose file is gone, marked as missing', async () => {
    const id = await add('One');
    rmSync(join(modelDir, 'One.gguf'));
    await library.rescan();
    expect(library.get(id).isPresent).toBe(false);
    await expect(library.load(id)).rejects.toMatchObject({ code: 'model.unreadable' });
    expect(processes).toHaveLength(0);
  });

  it('takes a model out until it is added again', async () => {
    const id = await add('One');
    await library.remove(id);
    await library.rescan();
    expect(library.list().models).toEqual([]);
    expect(() => library.get(id)).toThrow(expect.objectContaining({ code: 'model.notFound' }));
    expect((await library.addFile(join(modelDir, 'One.gguf'))).id).toBe(id);
  });

  it('changes nothing when a chosen file is no model', async () => {
    const path = join(folder, 'chosen.gguf');
    writeFileSync(path, 'hello');
    await expect(library.addFile(path)).rejects.toMatchObject({ code: 'model.notGguf' });
    await expect(library.addFile(join(folder, 'none.gguf'))).rejects.toMatchObject({
      code: 'model.unreadable',
    });
    expect(library.list()).toEqual({ models: [], rejected: [] });
    expect(changes).toEqual([]);
  });

  it('gives the vocabulary without the file, with the end tokens that the engine knows', async () => {
    const id = await add('One');
    const { vocabularyHash } = library.get(id);
    rmSync(join(modelDir, 'One.gguf'));
    const { bytes, offsets, types, endTokenIds } = library.vocabulary(vocabularyHash);
    expect(Buffer.from(bytes).toString()).toBe('<unk><s></s> the\n');
    expect([...new Uint32Array(offsets.slice().buffer)]).toEqual([0, 5, 8, 12, 16, 17]);
    expect([...types]).toEqual([2, 3, 3, 1, 6]);
    expect(endTokenIds).toEqual([2]);
  });
});

describe('loading', () => {
  it('loads with progress, calibrates once, and gives the same engine again', async () => {
    const id = await add('One');
    changes = [];
    const engine = await library.load(id);
    expect([...new Set(changes)]).toEqual(['One: loading', 'One: calibrating', 'One: loaded']);
    expect(library.get(id).calibration).toMatchObject({ threads: 1 });
    expect(await library.load(id)).toBe(engine);
    await library.unload(id);
    changes = [];
    await library.load(id);
    expect([...new Set(changes)]).toEqual(['One: loading', 'One: loaded']);
    expect(processes).toHaveLength(2);
  });

  it('loads once for many callers', async () => {
    const id = await add('One');
    const engines = await Promise.all([library.load(id), library.load(id), library.load(id)]);
    expect(new Set(engines).size).toBe(1);
    expect(processes).toHaveLength(1);
  });

  it('lets a busy model finish before another takes its place', async () => {
    const first = await add('First');
    const second = await add('Second');
    const writing = generate(await library.load(first), 60);
    await library.load(second);
    expect(await writing).toBe(60);
    expect([stateOf(first), stateOf(second)]).toEqual(['unloaded', 'loaded']);
    expect(processes.map(isAlive)).toEqual([false, true]);
  });

  it('tells who still asks an engine that another model has taken its place', async () => {
    const engine = await library.load(await add('First'));
    await library.load(await add('Second'));
    await expect(engine.tokenize('the')).rejects.toMatchObject({
      code: 'engine.exited',
      details: { reason: 'replaced' },
    });
  });

  it('refuses before an engine is started what the memory has no room for, and says which context fits', async () => {
    const id = await add('One', modelFile('One', 1_000_000));
    await library.configure(id, { contextTokens: 1_000_000, threads: 1, gpu: 'off' });
    availableBytes = 1 * gigabyte;
    const error: unknown = await library.load(id).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'model.notEnoughMemory', details: { haveBytes: gigabyte } });
    expect(library.get(id).state).toMatchObject({ kind: 'failed', error: { code: 'model.notEnoughMemory' } });
    expect(processes).toHaveLength(0);
    const { largestContextTokens = null } = (error as { details: Record<string, number> }).details;
    expect(largestContextTokens).toBeGreaterThan(8_192);
    await library.configure(id, { contextTokens: largestContextTokens, threads: 1, gpu: 'off' });
    await library.load(id);
    expect(stateOf(id)).toBe('loaded');
  });

  it('does not end the loaded model for one that cannot be loaded', async () => {
    const first = await add('First');
    const second = await add('Second');
    await library.load(first);
    truncateSync(join(modelDir, 'Second.gguf'), 400);
    await expect(library.load(second)).rejects.toMatchObject({ code: 'model.truncated' });
    expect([stateOf(first), stateOf(second)]).toEqual(['loaded', 'failed']);
    expect(processes).toHaveLength(1);
  });

  it('passes on why an engine could not load and tries again the next time', async () => {
    const id = await add('One');
    fault = 'failLoad';
    await expect(library.load(id)).rejects.toMatchObject({ code: 'model.corrupt' });
    expect(library.get(id).state).toMatchObject({ kind: 'failed', error: { code: 'model.corrupt' } });
    fault = 'none';
    await library.load(id);
    expect(stateOf(id)).toBe('loaded');
  });

  it('gives up a load that is unloaded meanwhile', async () => {
    const id = await add('One');
    fault = 'silentLoad';
    const loading = library.load(id).catch((cause: unknown) => cause);
    while (!changes.includes('One: loading') || processes.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    // The engine's first word shows that it is at work.
    while (
      library.get(id).state.kind === 'loading' &&
      !JSON.stringify(library.get(id).state).includes('0.5')
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await library.unload(id);
    expect(await loading).toMatchObject({ code: 'engine.exited', details: { reason: 'unloaded' } });
    expect(stateOf(id)).toBe('unloaded');
    expect(processes.map(isAlive)).toEqual([false]);
  });

  it('stops a reply before it unloads', async () => {
    fault = 'slow';
    const id = await add('One');
    const engine = await library.load(id);
    const events: string[] = [];
    const settings = { ...samplerPresets.greedy, maxTokens: 900 };
    const { promise: isWriting, resolve } = Promise.withResolvers<void>();
    const writing = (async () => {
      for await (const event of engine.generate({
        prompt: [1],
        reply: [],
        forced: [],
        settings,
        seed: 1,
        topN: 8,
        capture: true,
      })) {
        if (event.kind === 'tokens') resolve();
        else events.push(event.kind === 'end' ? event.reason : event.kind);
      }
    })();
    await isWriting;
    await library.unload(id);
    await writing;
    expect(events).toEqual(['prompt', 'stopped']);
    expect(stateOf(id)).toBe('unloaded');
  });
});

describe('models that are kept together', () => {
  const threadsOf = async (id: ModelId): Promise<number> => (await library.load(id)).model.profile.threads;

  it('stay beside each other, and others take their place only when they have done their work', async () => {
    const [first, second, third] = [await add('First'), await add('Second'), await add('Third')];
    const separate = await library.keepTogether([first, second]);
    const writing = generate(await library.load(first), 60);
    await library.load(second);
    expect([stateOf(first), stateOf(second)]).toEqual(['loaded', 'loaded']);
    expect(processes.map(isAlive)).toEqual([true, true]);
    await library.load(third);
    expect(await writing).toBe(60);
    expect([first, second, third].map(stateOf)).toEqual(['unloaded', 'unloaded', 'loaded']);
    await separate();
  });

  it('are loaded anew for their share of the threads or fewer, and unloaded when they part', async () => {
    const [first, second] = [await add('First'), await add('Second')];
    await library.load(first);
    const separate = await library.keepTogether([first, second]);
    expect(stateOf(first)).toBe('unloaded');
    expect(await Promise.all([threadsOf(first), threadsOf(second)])).toEqual([1, 2]);
    await separate();
    expect([stateOf(first), stateOf(second)]).toEqual(['unloaded', 'unloaded']);
    await library.load(second);
    await library.load(first);
    expect([stateOf(first), stateOf(second)]).toEqual(['loaded', 'unloaded']);
  });

  it('are not calibrated beside each other: that would measure the others', async () => {
    const [first, second] = [await add('First'), await add('Second')];
    await library.keepTogether([first, second]);
    changes = [];
    await library.load(second);
    expect([...new Set(changes)]).toEqual(['Second: loading', 'Second: loaded']);
    expect(library.get(second).calibration).toBeNull();
  });

  it('give back their memory in what models may use', async () => {
    const id = await add('First');
    const before = library.capacity();
    expect(before.threads).toBe(4);
    const engine = await library.load(id);
    expect(library.capacity().bytes).toBe(before.bytes + engine.model.memoryBytes);
  });

  it('start again after a death without touching the others', async () => {
    const [first, second] = [await add('First'), await add('Second')];
    await library.keepTogether([first, second]);
    await library.load(first);
    const other = await library.load(second);
    process.kill(processes[0]?.pid ?? -1, 'SIGKILL');
    await expect.poll(() => stateOf(first)).toBe('failed');
    await library.load(first);
    expect(await library.load(second)).toBe(other);
    expect([stateOf(first), stateOf(second)]).toEqual(['loaded', 'loaded']);
  });
});

describe('engines that die', () => {
  it('shows the reason, and the next load works', async () => {
    const id = await add('One');
    fault = 'exitInStream';
    await expect(generate(await library.load(id), 50)).rejects.toMatchObject({ code: 'engine.exited' });
    expect(library.get(id).state).toMatchObject({
      kind: 'failed',
      error: { code: 'engine.exited', details: { code: 3 } },
    });
    fault = 'none';
    expect(await generate(await library.load(id), 50)).toBe(50);
  });

  it('quarantines a model after three deaths within a minute, until it is released', async () => {
    const id = await add('One');
    fault = 'exitInStream';
    for (let death = 0; death < 3; death++) {
      await expect(generate(await library.load(id), 50)).rejects.toMatchObject({ code: 'engine.exited' });
      nowMs += 10_000;
    }
    expect(stateOf(id)).toBe('quarantined');
    await expect(library.load(id)).rejects.toMatchObject({
      code: 'model.quarantined',
      details: { lastCode: 'engine.exited' },
    });
    await library.unload(id);
    expect(stateOf(id)).toBe('quarantined');
    expect(processes).toHaveLength(3);
    fault = 'none';
    expect((await library.release(id)).state.kind).toBe('unloaded');
    expect(await generate(await library.load(id), 4)).toBe(4);
  });

  it('counts deaths that nobody noticed until the engine was asked again', async () => {
    const id = await add('One');
    for (let death = 0; death < 3; death++) {
      const engine = await library.load(id);
      process.kill(processes.at(-1)?.pid ?? -1, 'SIGKILL');
      await expect(engine.tokenize('x')).rejects.toMatchObject({ code: 'engine.exited' });
    }
    await expect(library.load(id)).rejects.toMatchObject({ code: 'model.quarantined' });
    expect(processes).toHaveLength(3);
  });

  it('does not quarantine for three deaths in an hour', async () => {
    const id = await add('One');
    fault = 'exitOnLoad';
    for (let death = 0; death < 3; death++) {
      await expect(library.load(id)).rejects.toMatchObject({ code: 'engine.exited' });
      nowMs += 20 * 60_000;
    }
    expect(stateOf(id)).toBe('failed');
  });

  it('quarantines for deaths while loading, too', async () => {
    const id = await add('One');
    fault = 'exitOnLoad';
    for (let death = 0; death < 3; death++)
      await expect(library.load(id)).rejects.toMatchObject({ code: 'engine.exited' });
    expect(stateOf(id)).toBe('quarantined');
  });

  it('closes while a model loads', async () => {
    const id = await add('One');
    fault = 'silentLoad';
    const loading = library.load(id).catch((cause: unknown) => cause);
    await library.close();
    expect(await loading).toMatchObject({ code: expect.stringMatching(/^engine\./) });
  });
});
