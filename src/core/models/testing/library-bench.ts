/**
 * A model library over files of a few hundred bytes and engines that are real processes without a model. Used by tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GenerateEvent } from '#contract/engine.ts';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import type { EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import type { FakeFault } from '#core/engines/testing/fake-engine.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { createModelWithoutEngine } from '../../../../fixtures/model-without-engine.ts';
import { createModelLibrary } from '../create-model-library.ts';
import type { MemoryLimits } from '../memory-limits.ts';
import type { FullModelLibrary } from '../model-library.ts';

const entry = fileURLToPath(new URL('../../engines/testing/fake-engine.ts', import.meta.url));

/** What the engines say that they hold. */
export const engineBytes = 1_000_000;

export type LibraryBench = ReturnType<typeof openLibraryBench>;

/** What a test changes while the library is open. */
export type BenchState = {
  nowMs: number;
  /** Free while nothing is loaded. */
  availableBytes: number;
  limits: MemoryLimits;
  fault: FakeFault;
  /** What the engines say that they held at most; 0: nothing. */
  peakBytes: number;
  /** What the card holds that they say they were loaded on; 0: processors compute. */
  cardBytes: number;
};

function openLibrary(
  database: Database,
  modelDir: string,
  state: BenchState,
  processes: EngineProcess[],
): FullModelLibrary {
  return createModelLibrary({
    database,
    modelDirs: [modelDir],
    launchEngine: async () => {
      const { fault, peakBytes, cardBytes } = state;
      const env = {
        FAKE_ENGINE: fault,
        FAKE_PEAK_BYTES: String(peakBytes),
        FAKE_CARD_BYTES: String(cardBytes),
      };
      const process = await forkEngine({ entry, env })();
      processes.push(process);
      return process;
    },
    now: () => state.nowMs,
    log: silentLog,
    availableBytes: () => state.availableBytes - processes.filter(isAlive).length * engineBytes,
    mostThreads: 4,
    limits: () => state.limits,
    idleCheckMs: 20,
    timing: {
      heartbeatMs: 50,
      hungAfterMs: 15_000,
      slowdown: () => 1,
      progressFloorMs: 20_000,
      stopGraceMs: 3_000,
    },
  });
}

export function openLibraryBench() {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-library-'));
  const modelDir = join(folder, 'models');
  mkdirSync(modelDir);
  const database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  const processes: EngineProcess[] = [];
  const state: BenchState = {
    nowMs: 1_000_000,
    availableBytes: 8e9,
    limits: { budgetBytes: 8e9, keepAliveMs: null },
    fault: 'none',
    peakBytes: 0,
    cardBytes: 0,
  };
  const open = (): FullModelLibrary => openLibrary(database, modelDir, state, processes);
  let library = open();
  return {
    state,
    processes,
    get library() {
      return library;
    },
    reopen: async (): Promise<void> => {
      await library.close();
      library = open();
    },
    /** A model without anything to measure: it is loaded at once. */
    add: async (name: string): Promise<ModelId> => {
      const path = join(modelDir, `${name}.gguf`);
      writeFileSync(path, createModelWithoutEngine(name, 4_096));
      const { id } = await library.addFile(path);
      await library.configure(id, { contextTokens: 512, threads: 1, gpu: 'off' });
      return id;
    },
    stateOf: (id: ModelId): string => library.get(id).state.kind,
    living: (): number => processes.filter(isAlive).length,
    close: async (): Promise<void> => {
      await library.close();
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function isAlive({ pid }: EngineProcess): boolean {
  try {
    return process.kill(pid ?? -1, 0);
  } catch {
    return false;
  }
}

/** The events of a reply of that many tokens. */
export function write(engine: RunningEngine, maxTokens: number): AsyncIterable<GenerateEvent> {
  const settings = { ...samplerPresets.greedy, maxTokens };
  const request = { prompt: [1], reply: [], forced: [], settings, seed: 1, topN: 8, capture: true };
  return engine.generate(request);
}

/** Reads a reply to its end; answers how it ended. */
export async function readToEnd(
  events: AsyncIterable<GenerateEvent>,
  onEvent: (event: GenerateEvent) => void = () => undefined,
): Promise<string> {
  let reason = 'no end';
  for await (const event of events) {
    onEvent(event);
    if (event.kind === 'end') ({ reason } = event);
  }
  return reason;
}
