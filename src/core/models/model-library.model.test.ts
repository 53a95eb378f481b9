import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerateEvent } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import type { EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { createModelLibrary } from './create-model-library.ts';
import type { ModelLibrary } from './model-library.ts';

const entry = fileURLToPath(new URL('../../engine/engine.ts', import.meta.url));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let database: Database;
let library: ModelLibrary;
let processes: EngineProcess[];
let modelId: ModelId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-engine-'));
  symlinkSync(realModelPath('smolLm2'), join(folder, 'smol.gguf'));
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  processes = [];
  const launch = forkEngine({ entry });
  library = createModelLibrary({
    database,
    modelDirs: [folder],
    launchEngine: async () => {
      const process = await launch();
      processes.push(process);
      return process;
    },
    now: Date.now,
    log: silent,
  });
  await library.rescan();
  const [model] = library.list().models;
  if (model === undefined) throw new Error('SmolLM2 was not found');
  modelId = model.id;
  // One thread: other tests may use the machine's other core.
  await library.configure(modelId, { contextTokens: 1_024, threads: 1, gpu: 'off' });
});

afterEach(async () => {
  await library.close();
  database.close();
  rmSync(folder, { recursive: true });
});

async function* generate(engine: RunningEngine, maxTokens: number): AsyncGenerator<GenerateEvent> {
  const prompt = [...(await engine.tokenize('The prism shows'))];
  const settings = { ...samplerPresets.greedy, maxTokens };
  yield* engine.generate({ prompt, reply: [], forced: [], settings, seed: 1, topN: 16, capture: true });
}

async function generateAll(engine: RunningEngine, maxTokens: number): Promise<GenerateEvent[]> {
  const events: GenerateEvent[] = [];
  for await (const event of generate(engine, maxTokens)) events.push(event);
  return events;
}

const tokensOf = (events: readonly GenerateEvent[]): number =>
  events.reduce((sum, event) => sum + (event.kind === 'tokens' ? event.count : 0), 0);

/** Processes whose parent is this one, zombies included. */
function engineChildren(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isChild =
          readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
        return isChild && processes.some((engine) => String(engine.pid) === pid);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('the library with the real engine', () => {
  it('loads, generates, unloads, and leaves no process behind', async () => {
    const engine = await library.load(modelId);
    const events = await generateAll(engine, 12);
    expect(tokensOf(events)).toBe(12);
    expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'tokenLimit' });
    expect(engineChildren()).toHaveLength(1);
    const { state } = await library.unload(modelId);
    expect(state.kind).toBe('unloaded');
    expect(engineChildren()).toEqual([]);
  });

  it('agrees with the engine about vocabulary, end tokens and memory', async () => {
    const { vocabularyHash, vocabularySize, estimatedMemoryBytes } = library.get(modelId);
    const fromHeader = library.vocabulary(vocabularyHash).endTokenIds;
    const { model } = await library.load(modelId);
    expect(model.vocabularySize).toBe(vocabularySize);
    expect([...model.endTokenIds].sort((left, right) => left - right)).toEqual(fromHeader);
    expect(model.memoryBytes).toBeLessThan(estimatedMemoryBytes);
    expect(model.contextTokens).toBe(1_024);
    expect(model.profile.threads).toBe(1);
  });

  it('calibrates once and remembers the threads', async () => {
    await library.configure(modelId, { contextTokens: 512, threads: null, gpu: 'off' });
    const first = await library.load(modelId);
    const { calibration } = library.get(modelId);
    expect(calibration?.measurements.length).toBeGreaterThan(0);
    expect(first.model.profile.threads).toBe(calibration?.threads);
    await library.unload(modelId);
    const states: string[] = [];
    library.onChange((change) => states.push(change.kind === 'model' ? change.model.state.kind : 'list'));
    const second = await library.load(modelId);
    expect(states).not.toContain('calibrating');
    expect(second.model.profile.threads).toBe(calibration?.threads);
  });

  it('reports an engine killed in mid-reply with every token until then, and loads again', async () => {
    const engine = await library.load(modelId);
    let tokens = 0;
    const read = async (): Promise<void> => {
      for await (const event of generate(engine, 900)) {
        if (event.kind !== 'tokens') continue;
        tokens += event.count;
        if (tokens >= 10) process.kill(processes[0]?.pid ?? -1, 'SIGKILL');
      }
    };
    const error: unknown = await read().catch((cause: unknown) => cause);
    expect(error instanceof PrismeError && error.toRecord()).toMatchObject({
      code: 'engine.exited',
      details: { signal: 'SIGKILL' },
    });
    expect(tokens).toBeGreaterThanOrEqual(10);
    expect(library.get(modelId).state).toMatchObject({ kind: 'failed', error: { code: 'engine.exited' } });
    expect(tokensOf(await generateAll(await library.load(modelId), 5))).toBe(5);
    expect(engineChildren()).toHaveLength(1);
  });

  it('obeys Stop softly', async () => {
    const engine = await library.load(modelId);
    const events: GenerateEvent[] = [];
    const { promise: isWriting, resolve } = Promise.withResolvers<void>();
    const reading = (async () => {
      for await (const event of generate(engine, 900)) {
        events.push(event);
        if (event.kind === 'tokens') resolve();
      }
    })();
    await isWriting;
    await engine.stop();
    await reading;
    expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' });
    expect(tokensOf(await generateAll(engine, 3))).toBe(3);
    expect(engineChildren()).toHaveLength(1);
  });

  it('ends every engine when it is closed in mid-reply', async () => {
    const engine = await library.load(modelId);
    const reading = generateAll(engine, 900).catch((cause: unknown) => cause);
    await engine.tokenize('the engine answers while it writes');
    await library.close();
    expect(await reading).toMatchObject({ code: 'engine.exited' });
    expect(engineChildren()).toEqual([]);
  });
});
