/**
 * Makes the model library: the known models, their files, their vocabularies, and the engines that are loaded. Runs
 * in the core. It ties together known-models.ts (what there is), memory-estimate.ts (what fits) and model-engines.ts
 * (what runs).
 */
import { randomUUID } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId, VocabularyHash } from '#contract/ids.ts';
import { loadSettingsSchema, type Model } from '#contract/models.ts';
import type { Log } from '#core/app/log.ts';
import { createMemoryPeakTable } from '#core/db/memory-peaks.ts';
import { createModelTable } from '#core/db/models.ts';
import type { Database } from '#core/db/open.ts';
import type { LaunchEngine } from '#core/engines/engine-process.ts';
import type { ChatText, LoadedEngine } from '#core/engines/running-engine-of.ts';
import type { EngineTiming } from '#core/engines/supervise-engine.ts';
import { chatTextOf, checkChoice, showTemplate } from './chat-choice.ts';
import { describeModel } from './describe-model.ts';
import { availableMemoryBytes, totalMemoryBytes } from './available-memory.ts';
import { summariseHeader } from './gguf/header-summary.ts';
import { isSameStamp, stampOf } from './identify-file.ts';
import type { KnownModel, KnownModels } from './known-models.ts';
import { machineKey, mostThreads } from './machine.ts';
import { spareBytes } from './memory-estimate.ts';
import { automaticBudgetBytes, type MemoryLimits } from './memory-limits.ts';
import { MemoryNeeds } from './memory-needs.ts';
import { type Freed, type LoadPlan, ModelEngines } from './model-engines.ts';
import { ModelFiles } from './model-files.ts';
import type { FullModelLibrary, LoadWishes, ModelLibrary } from './model-library.ts';
import { readModelHeader } from './split-model.ts';
import type { UsualFolder } from './usual-model-folders.ts';

export type ModelLibraryOptions = {
  readonly database: Database;
  /** Folders that are looked through for GGUF files; absolute paths. */
  readonly modelDirs: readonly string[];
  readonly launchEngine: LaunchEngine;
  readonly now: () => number;
  readonly log: Log;
  /** A new UUID. */
  readonly newId?: (() => string) | undefined;
  /** Other programs' folders, if not those of this machine. Tests pass their own. */
  readonly usualFolders?: readonly UsualFolder[] | undefined;
  /** Bytes that could be used now. Tests pass their own. */
  readonly availableBytes?: (() => number) | undefined;
  /** What models may hold, asked whenever it matters. Missing: one at a time, for as long as it is wanted. */
  readonly limits?: (() => MemoryLimits) | undefined;
  /** Time between two looks for models that nobody uses. Tests pass a shorter one. */
  readonly idleCheckMs?: number;
  /** Threads that models may use together, if not all but one core's. Tests pass their own. */
  readonly mostThreads?: number | undefined;
  /** Watchdog times. Tests pass shorter ones. */
  readonly timing?: EngineTiming;
};

const usualIdleCheckMs = 15_000;

type Change = Parameters<Parameters<ModelLibrary['onChange']>[0]>[0];

/** The library over an open database. Nothing is scanned or loaded before it is asked for. */
export function createModelLibrary(options: ModelLibraryOptions): FullModelLibrary {
  return new Library(options);
}

class Library implements FullModelLibrary {
  readonly files: ModelFiles;
  readonly #options: ModelLibraryOptions;
  readonly #table: ReturnType<typeof createModelTable>;
  readonly #known: KnownModels;
  readonly #needs: MemoryNeeds;
  readonly #idleCheck: NodeJS.Timeout;
  readonly #engines: ModelEngines;
  /** Left because of the budget, since it was chosen. */
  #freed: Freed[] = [];
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(options: ModelLibraryOptions) {
    this.#options = options;
    this.#table = createModelTable(options.database);
    const newId = options.newId ?? randomUUID;
    this.files = new ModelFiles({ ...options, newId, table: this.#table }, () =>
      this.#tell({ kind: 'list' }),
    );
    this.#known = this.files.known;
    this.#engines = new ModelEngines({
      launchEngine: options.launchEngine,
      now: options.now,
      budgetBytes: () => this.#limits.budgetBytes,
      onState: (modelId) => this.#onState(modelId),
      onEnded: (engine) => this.#recordPeak(engine),
      ...(options.timing ? { timing: options.timing } : {}),
    });
    this.#needs = new MemoryNeeds(createMemoryPeakTable(options.database));
    this.#idleCheck = setInterval(() => void this.#lookForIdle(), options.idleCheckMs ?? usualIdleCheckMs);
    this.#idleCheck.unref();
  }

  list: ModelLibrary['list'] = () => ({
    models: this.#known.list().map((known) => this.#modelOf(known)),
    rejected: this.#known.rejected(),
  });

  get: ModelLibrary['get'] = (modelId) => this.#modelOf(this.#find(modelId));

  rescan: ModelLibrary['rescan'] = () => this.files.rescan();

  addFile: ModelLibrary['addFile'] = async (path, verified) => this.get(await this.files.add(path, verified));

  remove: ModelLibrary['remove'] = async (modelId) => {
    this.#find(modelId);
    await this.#engines.unload(modelId);
    this.files.remove(modelId);
  };

  configure: ModelLibrary['configure'] = async (modelId, loadSettings) => {
    this.#find(modelId);
    this.#known.setLoadSettings(modelId, loadSettingsSchema.parse(loadSettings));
    this.#tellModel(modelId);
    return this.get(modelId);
  };

  setChat: ModelLibrary['setChat'] = async (modelId, choice) => {
    checkChoice(this.#find(modelId).stored.summary, choice);
    this.#known.setChatChoice(modelId, choice);
    this.#tellModel(modelId);
    return this.get(modelId);
  };

  chatTemplate: ModelLibrary['chatTemplate'] = async (modelId, which) => {
    const { stored, path } = this.#find(modelId);
    return showTemplate(stored, path, which);
  };

  load: ModelLibrary['load'] = async (modelId, wishes = {}) => {
    this.#find(modelId);
    const engine = await this.#engines.load(modelId, {
      plan: (freedBytes) => this.#plan(modelId, freedBytes, wishes),
      prepare: (started) => this.#prepare(started),
    });
    this.#recordPeak(engine);
    return engine;
  };

  running: ModelLibrary['running'] = (modelId) =>
    this.#engines.stateOf(modelId).kind === 'loaded' ? this.#engines.running(modelId) : null;

  giveUpLoad: ModelLibrary['giveUpLoad'] = async (modelId) => {
    if (this.#engines.isWantedByOne(modelId)) await this.#engines.unload(modelId);
  };

  memory: ModelLibrary['memory'] = () => {
    const totalBytes = totalMemoryBytes();
    return {
      totalBytes,
      availableBytes: this.#availableBytes(),
      budgetBytes: this.#limits.budgetBytes,
      automaticBudgetBytes: automaticBudgetBytes(totalBytes),
      spareBytes,
      holdings: this.#engines
        .residents()
        .map(({ modelId, heldBytes, lastUsedMs }) => ({ modelId, bytes: heldBytes, lastUsedMs })),
      freed: this.#freed.filter(
        ({ modelId }) => this.#known.find(modelId) !== null && this.#engines.running(modelId) === null,
      ),
    };
  };

  keepToBudget: FullModelLibrary['keepToBudget'] = async () => {
    this.#freed = [];
    await this.#freeSurplus();
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
    await this.files.close();
    clearInterval(this.#idleCheck);
    await this.#engines.close();
    this.#listeners.clear();
  };

  #find(modelId: ModelId): KnownModel {
    const known = this.#known.find(modelId);
    if (known === null) throw new PrismeError('model.notFound');
    return known;
  }

  #modelOf(known: KnownModel): Model {
    const { stored } = known;
    return describeModel(known, this.#engines.stateOf(stored.id), this.#needs.of(stored));
  }

  /** Header first, then memory: nothing that fails here has cost an engine. */
  async #plan(
    modelId: ModelId,
    freedBytes: number,
    { evenIfTooLarge = false }: LoadWishes,
  ): Promise<LoadPlan> {
    const { stored, path } = this.#find(modelId);
    await this.#checkFile(modelId, path, stored.sizeBytes);
    const calibrated = this.get(modelId).calibration?.threads ?? null;
    const threads = this.#threadsFor(modelId, stored.loadSettings.threads ?? calibrated);
    const availableBytes = this.#availableBytes() + freedBytes;
    const fitting = this.#needs.fit(stored, { path, threads }, availableBytes, evenIfTooLarge);
    // Asked at each rendering: a choice counts from the next message on, without loading anew.
    const chat = (): ChatText => chatTextOf(this.#known.find(modelId)?.stored ?? stored);
    return { ...fitting, sizeBytes: stored.sizeBytes, parameterCount: stored.summary.parameterCount, chat };
  }

  get #limits(): MemoryLimits {
    return this.#options.limits?.() ?? { budgetBytes: 0, keepAliveMs: null };
  }

  /** A model that could not be unloaded now is tried again the next time. */
  async #lookForIdle(): Promise<void> {
    const { keepAliveMs } = this.#limits;
    if (keepAliveMs !== null) await this.#engines.unloadIdle(this.#options.now() - keepAliveMs);
    await this.#freeSurplus();
  }

  async #freeSurplus(): Promise<void> {
    const freed = await this.#engines.keepToBudget();
    this.#freed.push(...freed);
    for (const { modelId, bytes } of freed) this.#options.log.info({ modelId, bytes }, 'left for the budget');
  }

  #recordPeak(engine: LoadedEngine): void {
    if (this.#known.find(engine.modelId) === null) return;
    if (this.#needs.record(engine, this.#options.now())) this.#tellModel(engine.modelId);
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
  async #checkFile(modelId: ModelId, path: string, sizeBytes: number): Promise<void> {
    try {
      const known = this.#known.fileAt(path);
      const stamp = await stampOf(path);
      if (known?.modelId !== modelId || !isSameStamp(known, stamp)) {
        // A file that shrank says so itself; any other change makes it another file.
        if (stamp.sizeBytes < sizeBytes) summariseHeader(await readModelHeader(path));
        throw new PrismeError('model.unreadable', { reason: 'changed' });
      }
      summariseHeader(await readModelHeader(path));
    } catch (error) {
      if (this.#known.fileAt(path)?.modelId === modelId) this.#known.markMissing(path);
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
