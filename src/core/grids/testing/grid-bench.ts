/**
 * Grids for tests: a real database in a temporary folder, scripted models, the real service. Used by tests only.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { PrismeError } from '#contract/errors.ts';
import type { GridCell, GridEvent, GridRequest, GridResult } from '#contract/grids.ts';
import type { GridId, ModelId } from '#contract/ids.ts';
import { createNotices } from '#core/app/notices.ts';
import { createScriptedModels, modelA } from '#core/comparisons/testing/scripted-models.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { createEngineQueue } from '#core/generation/engine-queue.ts';
import { makeTemporaryFolder } from '#core/generation/testing/generation-bench.ts';
import { copyAsKilled } from '#core/testing/copy-as-killed.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { createGrids } from '../grids.ts';

export type GridBench = ReturnType<typeof openGridBench>;

export const prompts = (...texts: string[]): GridRequest['prompts'] =>
  texts.map((text) => ({ text, edit: null, variantOf: null }));

export const targetRequest = (changes: Partial<GridRequest> = {}): GridRequest => ({
  prompts: prompts('The capital is', 'THE CAPITAL IS', 'Capital'),
  modelIds: [modelA],
  task: { kind: 'target', reading: 'raw', target: 'Paris' },
  ...changes,
});

/** Opens the service on `dataDir` as the core does at its start, but goes on with nothing by itself. */
export function openGridBench(dataDir: string = makeTemporaryFolder()) {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  const notices = createNotices();
  const models = createScriptedModels();
  const gate = createGate(models.library.load);
  const library = { ...models.library, load: gate.load };
  const queue = createEngineQueue();
  const context = { store, library, queue, notices, log: silentLog, now: Date.now, newId: randomUUID };
  const grids = createGrids(context);
  const end = async (): Promise<void> => {
    await grids.close();
    notices.close();
    folder.close();
  };
  return {
    ...{ dataDir, store, models, queue, grids, gate },
    follow: (id: GridId) => follow(grids.attach(id, undefined)),
    /** A copy of the folder as it is now, as a kill would leave it. */
    copyAsKilled: (): string => copyAsKilled(dataDir),
    /** An orderly end; the folder stays. */
    end,
    close: async (): Promise<void> => {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Engines that wait before each distribution while they are held, and remember whom they were asked for. `fail` ends the
 * next ones.
 */
function createGate(load: (modelId: ModelId) => Promise<RunningEngine>) {
  let held = Promise.resolve();
  let open: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const failures: PrismeError[] = [];
  const probes: ModelId[] = [];
  return {
    probes,
    /** From now on a distribution is only given after `release`. @returns when one has been asked for */
    hold: (): Promise<void> => {
      held = new Promise((resolve) => (open = resolve));
      return new Promise((resolve) => (asked = resolve));
    },
    release: (): void => {
      held = Promise.resolve();
      open();
    },
    fail: (...causes: PrismeError[]): void => void failures.push(...causes),
    load: async (modelId: ModelId): Promise<RunningEngine> => {
      const real = await load(modelId);
      return {
        ...real,
        model: real.model,
        probe: async function* (request) {
          asked();
          await held;
          const cause = failures.shift();
          if (cause !== undefined) throw cause;
          probes.push(modelId);
          yield* real.probe(request);
        },
      };
    },
  };
}

export type GridFollower = ReturnType<typeof follow>;

/** Reads along and puts the cells together. */
function follow(events: AsyncGenerator<GridEvent, void, void>) {
  const results = new Map<number, GridResult | null>();
  const until = async (isReached: (event: GridEvent) => boolean): Promise<GridEvent> => {
    for (;;) {
      const { value, done } = await events.next();
      if (done === true) throw new Error('the events have ended');
      if (value.kind === 'cells') take(value.cells);
      if (isReached(value)) return value;
    }
  };
  const take = (cells: readonly GridCell[]): void => {
    for (const { cell, result } of cells) results.set(cell, result);
  };
  return {
    results,
    until,
    state: (state: string) => until((event) => event.kind === 'state' && event.state === state),
    leave: () => events.return(),
    /** As in "target failed:engine.exited open". */
    words: (): string =>
      [...results]
        .toSorted(([a], [b]) => a - b)
        .map(([, result]) => wordOf(result))
        .join(' '),
  };
}

function wordOf(result: GridResult | null): string {
  if (result === null) return 'open';
  return result.kind === 'failed' ? `failed:${result.error.code}` : result.kind;
}
