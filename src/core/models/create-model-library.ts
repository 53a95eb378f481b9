/**
 * Makes the model library: the known models, their files, their vocabularies, and the engines that are loaded. Runs
 * in the core. It ties together known-models.ts (what there is), memory-estimate.ts (what fits) and model-engines.ts
 * (what runs).
 */
import { basename, resolve } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId, VocabularyHash } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import type { Log } from '#core/app/log.ts';
import { createModelTable } from '#core/db/models.ts';
import type { Database } from '#core/db/open.ts';
import type { LaunchEngine } from '#core/engines/engine-process.ts';
import type { LoadedEngine } from '#core/engines/running-engine-of.ts';
import type { EngineTiming } from '#core/engines/supervise-engine.ts';
import { Turns } from '#core/engines/turns.ts';
import { displayName } from './display-name.ts';
import { availableMemoryBytes } from './available-memory.ts';
import { readGgufHeader } from './gguf/read-header.ts';
import { summariseHeader } from './gguf/header-summary.ts';
import { isSameStamp, stampOf } from './identify-file.ts';
import { type KnownModel, KnownModels } from './known-models.ts';
import { machineKey, mostThreads } from './machine.ts';
import {
  batchTokens,
  contextTokensFor,
  estimateMemoryBytes,
  largestContextTokens,
  spareBytes,
  type Weights,
} from './memory-estimate.ts';
import { type LoadPlan, ModelEngines } from './model-engines.ts';
import type { ModelLibrary } from './model-library.ts';

export type ModelLibraryOptions = {
  readonly database: Database;
  /** Folders that are looked through for GGUF files; absolute paths. */
  readonly modelDirs: readonly string[];
  readonly launchEngine: LaunchEngine;
  readonly now: () => number;
  readonly log: Log;
  /** Bytes that could be used now. Tests pass their own. */
  readonly availableBytes?: (() => number) | undefined;
  /** Threads that models may use together, if not all but one core's. Tests pass their own. */
  readonly mostThreads?: number | undefined;
  /** Watchdog times. Tests pass shorter ones. */
  readonly timing?: EngineTiming;
};

type Change = Parameters<Parameters<ModelLibrary['onChange']>[0]>[0];

/** The library over an open database. Nothing is scanned or loaded before it is asked for. */
export function createModelLibrary(options: ModelLibraryOptions): ModelLibrary {
  return new Library(options);
}

class Library implements ModelLibrary {
  readonly #options: ModelLibraryOptions;
  readonly #table: ReturnType<typeof createModelTable>;
  readonly #known: KnownModels;
  readonly #engines: ModelEngines;
  readonly #fileTurns = new Turns();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(options: ModelLibraryOptions) {
    this.#options = options;
    this.#table = createModelTable(options.database);
    this.#known = new KnownModels(this.#table, options.now);
    this.#engines = new ModelEngines({
      launchEngine: options.launchEngine,
      now: options.now,
      onState: (modelId) => this.#onState(modelId),
      ...(options.timing ? { timing: options.timing } : {}),
    });
  }

  list: ModelLibrary['list'] = () => ({
    models: this.#known.list().map((known) => this.#modelOf(known)),
    rejected: this.#known.rejected(),
  });

  get: ModelLibrary['get'] = (modelId) => this.#modelOf(this.#find(modelId));

  rescan: ModelLibrary['rescan'] = () =>
    this.#fileTurns.run(async () => {
      if (await this.#known.scan(this.#options.modelDirs)) this.#tell({ kind: 'list' });
    });

  addFile: ModelLibrary['addFile'] = (path) =>
    this.#fileTurns.run(async () => {
      const modelId = await this.#known.add(resolve(path));
      this.#tell({ kind: 'list' });
      return this.get(modelId);
    });

  remove: ModelLibrary['remove'] = async (modelId) => {
    this.#find(modelId);
    await this.#engines.unload(modelId);
    this.#known.remove(modelId);
    this.#tell({ kind: 'list' });
  };

  configure: ModelLibrary['configure'] = async (modelId, loadSettings) => {
    this.#find(modelId);
    this.#known.setLoadSettings(modelId, loadSettings);
    this.#tellModel(modelId);
    return this.get(modelId);
  };

  load: ModelLibrary['load'] = async (modelId) => {
    this.#find(modelId);
    return this.#engines.load(modelId, {
      plan: (freedBytes) => this.#plan(modelId, freedBytes),
      prepare: (engine) => this.#prepare(engine),
    });
  };

  keepTogether: ModelLibrary['keepTogether'] = async (modelIds) => {
    await this.#engines.keepTogether(new Set(modelIds));
    return () => this.#engines.keepTogether(new Set());
  };

  capacity: ModelLibrary['capacity'] = () => {
    const freeBytes = this.#availableBytes();
    const { heldBytes } = this.#engines;
    const bytes = Math.max(0, freeBytes + heldBytes - spareBytes);
    return { bytes, freeBytes, heldBytes, threads: this.#mostThreads };
  };

  unload: ModelLibrary['unload'] = async (modelId) => {
    this.#find(modelId);
    await this.#engines.unload(modelId);
    return this.get(modelId);
  };

  calibrate: ModelLibrary['calibrate'] = async (modelId) => {
    await this.load(modelId);
    const engine = this.#engines.running(modelId);
    if (engine !== null) await this.#calibrate(engine);
    return this.get(modelId);
  };

  release: ModelLibrary['release'] = async (modelId) => {
    this.#find(modelId);
    this.#engines.release(modelId);
    return this.get(modelId);
  };

  vocabulary: ModelLibrary['vocabulary'] = (hash: VocabularyHash) => {
    const vocabulary = this.#table.vocabulary(hash);
    if (vocabulary === null) throw new PrismeError('model.notFound');
    return vocabulary;
  };

  onChange: ModelLibrary['onChange'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  close: ModelLibrary['close'] = async () => {
    await this.#engines.close();
    this.#listeners.clear();
  };

  #find(modelId: ModelId): KnownModel {
    const known = this.#known.find(modelId);
    if (known === null) throw new PrismeError('model.notFound');
    return known;
  }

  #modelOf({ stored, path, isPresent }: KnownModel): Model {
    const { summary, loadSettings } = stored;
    const fileName = basename(path).slice(0, 300);
    const isCalibrated = stored.calibrationMachine === machineKey(loadSettings.gpu);
    return {
      id: stored.id,
      name: displayName(fileName, summary.name, summary.quantisation),
      fileName,
      sizeBytes: stored.sizeBytes,
      isPresent,
      state: this.#engines.stateOf(stored.id),
      architecture: summary.architecture,
      quantisation: summary.quantisation,
      parameterCount: summary.parameterCount,
      trainedContextTokens: summary.trainedContextTokens,
      vocabularySize: summary.vocabularySize,
      vocabularyHash: stored.vocabularyHash,
      hasChatTemplate: summary.hasChatTemplate,
      licence: summary.licence,
      estimatedMemoryBytes: estimateMemoryBytes(
        stored,
        contextTokensFor(stored, loadSettings.contextTokens, Infinity),
      ),
      loadSettings,
      calibration: isCalibrated ? stored.calibration : null,
    };
  }

  /** Header first, then memory: nothing that fails here has cost an engine. */
  async #plan(modelId: ModelId, freedBytes: number): Promise<LoadPlan> {
    const { stored, path } = this.#find(modelId);
    await this.#checkFile(path, stored.sizeBytes);
    const { loadSettings } = stored;
    const availableBytes = this.#availableBytes() + freedBytes;
    const contextTokens = contextTokensFor(stored, loadSettings.contextTokens, availableBytes);
    refuseWhenTooLarge(stored, contextTokens, availableBytes);
    const calibrated = this.get(modelId).calibration?.threads ?? null;
    const request = {
      path,
      contextTokens,
      threads: this.#threadsFor(modelId, loadSettings.threads ?? calibrated),
      gpu: loadSettings.gpu,
      batchTokens: Math.min(batchTokens, contextTokens),
      flashAttention: false,
    };
    return { request, sizeBytes: stored.sizeBytes, parameterCount: stored.summary.parameterCount };
  }

  #availableBytes(): number {
    return (this.#options.availableBytes ?? availableMemoryBytes)();
  }

  get #mostThreads(): number {
    return this.#options.mostThreads ?? mostThreads();
  }

  /** The threads that each of several models has, so that none takes another's core; null: it has all of them. */
  #threadShare(modelId: ModelId): number | null {
    const { together } = this.#engines;
    if (together.size < 2 || !together.has(modelId)) return null;
    return Math.max(1, Math.floor(this.#mostThreads / together.size));
  }

  #threadsFor(modelId: ModelId, wanted: number | null): number | null {
    const share = this.#threadShare(modelId);
    return share === null ? wanted : Math.min(share, wanted ?? share);
  }

  /** The file is still the one that was identified, and its header still makes sense. */
  async #checkFile(path: string, sizeBytes: number): Promise<void> {
    try {
      const known = this.#table.files().find((file) => file.path === path);
      const stamp = await stampOf(path);
      if (known === undefined || !isSameStamp(known, stamp)) {
        // A file that shrank says so itself; any other change makes it another file.
        if (stamp.sizeBytes < sizeBytes) summariseHeader(await readGgufHeader(path));
        throw new PrismeError('model.unreadable', { reason: 'changed' });
      }
      summariseHeader(await readGgufHeader(path));
    } catch (error) {
      this.#known.markMissing(path);
      throw error;
    }
  }

  async #prepare(engine: LoadedEngine): Promise<void> {
    const { stored } = this.#find(engine.modelId);
    this.#table.setEndTokenIds(stored.vocabularyHash, engine.model.endTokenIds);
    const model = this.get(engine.modelId);
    const isChosen = model.loadSettings.threads !== null || this.#threadShare(engine.modelId) !== null;
    if (model.calibration === null && !isChosen) await this.#calibrate(engine);
  }

  async #calibrate(engine: LoadedEngine): Promise<void> {
    this.#engines.showCalibration(engine, 0);
    try {
      const calibration = await engine.calibrate(this.#mostThreads, (fraction) =>
        this.#engines.showCalibration(engine, fraction),
      );
      const { loadSettings } = this.#find(engine.modelId).stored;
      this.#known.setCalibration(engine.modelId, calibration, machineKey(loadSettings.gpu));
      this.#options.log.info({ modelId: engine.modelId, threads: calibration.threads }, 'calibrated');
    } finally {
      this.#engines.showCalibration(engine, null);
    }
  }

  #onState(modelId: ModelId): void {
    const state = this.#engines.stateOf(modelId);
    const code = state.kind === 'failed' || state.kind === 'quarantined' ? state.error.code : null;
    if (!('fraction' in state)) this.#options.log.info({ modelId, state: state.kind, code }, 'model state');
    this.#tellModel(modelId);
  }

  #tellModel(modelId: ModelId): void {
    const known = this.#known.find(modelId);
    if (known !== null) this.#tell({ kind: 'model', model: this.#modelOf(known) });
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** @throws model.notEnoughMemory {needBytes, haveBytes, largestContextTokens} */
function refuseWhenTooLarge(weights: Weights, contextTokens: number, availableBytes: number): void {
  const needBytes = estimateMemoryBytes(weights, contextTokens) + spareBytes;
  if (needBytes <= availableBytes) return;
  throw new PrismeError('model.notEnoughMemory', {
    needBytes,
    haveBytes: availableBytes,
    largestContextTokens: largestContextTokens(weights, availableBytes),
  });
}
