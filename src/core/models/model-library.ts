/**
 * The models that Prisme knows and the engines that hold them, as the rest of the core uses them. Runs in the core.
 * Types only; create-model-library.ts makes one.
 */
import type { VerifiedFile } from './identify-file.ts';
import type { ModelFiles } from './model-files.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import type { ModelId, VocabularyHash } from '#contract/ids.ts';
import type { ChatChoice, ChatInForce, ShownTemplate } from '#contract/chat-format.ts';
import type { GivenLoadSettings, Model, ModelMemory, RejectedFile, Vocabulary } from '#contract/models.ts';

export type LoadWishes = {
  /** A person wants it although it is not expected to fit. */
  readonly evenIfTooLarge?: boolean | undefined;
};

export type ModelLibrary = {
  list(): { models: Model[]; rejected: RejectedFile[] };
  /** @throws model.notFound */
  get(modelId: ModelId): Model;
  rescan(): Promise<void>;
  /**
   * Adds a file by path (a path that a dialog or an upload gave, never a page). `verified`: the hashes of its files, from
   * whoever has just read them; they are not read again if they are the same files still. @throws model.*
   */
  addFile(path: string, verified?: readonly VerifiedFile[]): Promise<Model>;
  remove(modelId: ModelId): Promise<void>;
  /** @throws model.noChatTemplate */
  setChat(modelId: ModelId, choice: ChatChoice | null): Promise<Model>;
  /** A template to be read; null: there is none. @throws model.* */
  chatTemplate(modelId: ModelId, which: ChatInForce): Promise<ShownTemplate | null>;
  configure(modelId: ModelId, loadSettings: GivenLoadSettings): Promise<Model>;
  /** The running engine of this model, loading (and calibrating) it first when needed. @throws model.*, engine.* */
  load(modelId: ModelId, wishes?: LoadWishes): Promise<RunningEngine>;
  /** The engine of a model that is in memory; null: there is none. Loads nothing, and is no use of it. */
  running(modelId: ModelId): RunningEngine | null;
  /** Gives up the load of a model that nobody but one caller waits for; that caller's `load` ends as unloaded. */
  giveUpLoad(modelId: ModelId): Promise<void>;
  /** Who holds how much memory now. */
  memory(): ModelMemory;
  /**
   * Until the returned function has resolved, these models stay in memory beside each other once they are loaded, and two
   * or more of them share the threads out. Resolves when what was loaded before has done its work and is unloaded.
   */
  keepTogether(modelIds: readonly ModelId[]): Promise<() => Promise<void>>;
  /**
   * What models may use together: bytes that are free now (`freeBytes`) or that loaded models would give back
   * (`heldBytes`), less the spare; and threads.
   */
  capacity(): {
    readonly bytes: number;
    readonly freeBytes: number;
    readonly heldBytes: number;
    readonly threads: number;
  };
  unload(modelId: ModelId): Promise<Model>;
  calibrate(modelId: ModelId): Promise<Model>;
  release(modelId: ModelId): Promise<Model>;
  /** @throws model.notFound */
  vocabulary(hash: VocabularyHash): Vocabulary;
  /** `model`: one model's entry changed; `list`: models came or went. Returns the function that ends it. */
  onChange(listener: (change: { kind: 'model'; model: Model } | { kind: 'list' }) => void): () => void;
  /** Stops every engine; none is left when this resolves. */
  close(): Promise<void>;
};

/** The library as the core itself uses it: with the files behind it. */
export type FullModelLibrary = ModelLibrary & {
  readonly files: ModelFiles;
  /** The budget was chosen anew: what it has no room for is unloaded, but for what works just now, which leaves afterwards. */
  keepToBudget(): Promise<void>;
};
