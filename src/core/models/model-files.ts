/**
 * Model files as a person deals with them: looked for, watched, added, inspected, taken from the list, deleted and put
 * back. Runs in the core. One change at a time; loads nothing.
 */
import { basename, dirname, resolve } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { BinnedFileId, ModelId, PlaceId } from '#contract/ids.ts';
import type { InspectedModel } from '#contract/model-facts.ts';
import type { BinnedFile, ModelFolder } from '#contract/model-places.ts';
import type { Log } from '#core/app/log.ts';
import { createModelPlaceTable } from '#core/db/model-places.ts';
import type { ModelTable, StoredFile } from '#core/db/models.ts';
import type { Database } from '#core/db/open.ts';
import { Turns } from '#core/engines/turns.ts';
import { describeFile, isSameStamp, type VerifiedFile } from './identify-file.ts';
import { KnownModels, type RemovedModel } from './known-models.ts';
import { ModelBin } from './model-bin.ts';
import { modelFactsOf } from './model-facts.ts';
import { createModelFolders, type ModelFolders, placeId } from './model-folders.ts';
import { usualModelFolders, type UsualFolder } from './usual-model-folders.ts';
import { FolderWatch } from './watch-folders.ts';

/** Between two looks at a file that is still being written. */
const arrivingMs = 1_000;

export type ModelFilesOptions = {
  readonly database: Database;
  readonly table: ModelTable;
  /** Folders of the start; absolute paths. */
  readonly modelDirs: readonly string[];
  /** Other programs' folders, if not those of this machine. Tests pass their own. */
  readonly usualFolders?: readonly UsualFolder[] | undefined;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
};

export class ModelFiles {
  readonly known: KnownModels;
  readonly #options: ModelFilesOptions;
  readonly #folders: ModelFolders;
  readonly #bin: ModelBin;
  readonly #turns = new Turns();
  readonly #watch: FolderWatch;
  readonly #onList: () => void;
  readonly #removed = new Map<ModelId, RemovedModel>();
  #isWatching = false;

  /** `onList`: models came or went. */
  constructor(options: ModelFilesOptions, onList: () => void) {
    this.#options = options;
    this.#onList = onList;
    const places = createModelPlaceTable(options.database);
    this.known = new KnownModels(options.table, places, options.now);
    const usual = options.usualFolders ?? usualModelFolders();
    this.#folders = createModelFolders(places, options.modelDirs, usual);
    this.#bin = new ModelBin({ ...options, table: places });
    this.#watch = new FolderWatch(() => void this.#lookAgain());
  }

  /** Looks through the watched folders now. */
  rescan(): Promise<void> {
    return this.#turns.run(() => this.#scan(false));
  }

  /** From now on, changes in the watched folders are noticed by themselves. */
  async startWatching(): Promise<void> {
    this.#isWatching = true;
    await this.#turns.run(() => this.#bin.tidy());
    await this.rescan();
  }

  /** @throws model.* */
  add(path: string, verified?: readonly VerifiedFile[]): Promise<ModelId> {
    return this.#turns.run(async () => {
      const modelId = await this.known.add(resolve(path), verified);
      this.#onList();
      return modelId;
    });
  }

  /** Takes it from the list; `restore` undoes it as long as this core lives. */
  remove(modelId: ModelId): void {
    this.#removed.set(modelId, this.known.remove(modelId));
    this.#onList();
  }

  /** @throws model.notFound when it was not taken from the list in this core's life */
  restore(modelId: ModelId): void {
    const removed = this.#removed.get(modelId);
    if (removed === undefined) throw new PrismeError('model.notFound');
    this.#removed.delete(modelId);
    this.known.restore(modelId, removed);
    this.#onList();
  }

  /** Moves a file into the bin. Whoever asks has seen to it that nothing uses it. @throws model.notFound, model.notDeletable, model.unreadable */
  deleteFile(modelId: ModelId, place: PlaceId): Promise<BinnedFile> {
    return this.#turns.run(async () => {
      const found = this.known.filesOf(modelId).find(({ file }) => placeId(file.path) === place);
      if (found === undefined) throw new PrismeError('model.notFound');
      const binned = await this.#bin.put(found.file);
      this.known.forgetFile(found.file.path);
      this.#onList();
      return binned;
    });
  }

  bin(): BinnedFile[] {
    return this.#bin.list();
  }

  /** @throws model.notInBin, model.unreadable */
  restoreFile(binId: BinnedFileId): Promise<ModelId> {
    return this.#turns.run(async () => {
      const file = await this.#bin.restore(binId);
      this.known.putFile(file);
      this.#onList();
      if (file.modelId === null) throw new PrismeError('model.notFound');
      return file.modelId;
    });
  }

  emptyBin(): Promise<number> {
    return this.#turns.run(() => this.#bin.empty());
  }

  /** Absolute paths. */
  watchedFolders(): readonly string[] {
    return this.#folders.watched();
  }

  folders(): Promise<ModelFolder[]> {
    return this.#folders.list();
  }

  async watchFolder(id: PlaceId, isWatched: boolean): Promise<ModelFolder[]> {
    this.#folders.watch(id, isWatched);
    await this.rescan();
    return this.#folders.list();
  }

  async chooseFolder(path: string): Promise<ModelFolder[]> {
    this.#folders.choose(resolve(path));
    await this.rescan();
    return this.#folders.list();
  }

  /** What the header says now, and where the copies lie. @throws model.notFound */
  async inspect(modelId: ModelId): Promise<InspectedModel> {
    const model = this.known.find(modelId);
    if (model === null) throw new PrismeError('model.notFound');
    const files = this.known.filesOf(modelId);
    const described = await this.#describe(modelId, model.path).catch((error: unknown) => {
      if (error instanceof PrismeError) return error.toRecord();
      throw error;
    });
    const { vocabularyHash } = model.stored;
    return {
      ...('header' in described
        ? {
            facts: modelFactsOf({
              ...described,
              sha256: modelId,
              sizeBytes: described.stamp.sizeBytes,
              vocabularyHash,
            }),
            error: null,
          }
        : { facts: null, error: described }),
      ...placesOf(files),
      movedFrom: this.known.movedFrom(modelId),
    };
  }

  /** Stops watching; waits for what is under way. */
  async close(): Promise<void> {
    this.#isWatching = false;
    this.#watch.close();
    await this.#turns.run(() => Promise.resolve());
  }

  /** Like describeFile; another content than the one that was identified is an error. */
  async #describe(modelId: ModelId, path: string) {
    const described = await describeFile(path);
    const known = this.known.fileAt(path);
    if (known?.modelId !== modelId || !isSameStamp(known, described.stamp))
      throw new PrismeError('model.unreadable', { reason: 'changed' });
    return described;
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.#turns.run(() => (this.#isWatching ? this.#scan(true) : Promise.resolve()));
    } catch (cause) {
      this.#options.log.error({ stack: String(cause) }, 'the model folders could not be read');
    }
  }

  async #scan(waitsForWriters: boolean): Promise<void> {
    const { hasChanged, arriving, folders } = await this.known.scan(this.#folders.watched(), waitsForWriters);
    if (this.#isWatching) {
      this.#watch.set(folders);
      if (arriving > 0) this.#watch.lookAgainIn(arrivingMs);
    }
    if (hasChanged) this.#onList();
  }
}

type Placed = { readonly file: StoredFile; readonly isPresent: boolean };

/** Names of one and the same file (links) free nothing when they go: only the first of them counts. */
function placesOf(files: readonly Placed[]): Pick<InspectedModel, 'places' | 'freeableBytes'> {
  const seen = new Set<string>();
  const places: InspectedModel['places'] = [];
  let bytes = 0;
  let largest = 0;
  for (const { file, isPresent } of files.slice(0, 1_000)) {
    const isLink = file.fileKey !== null && seen.has(file.fileKey);
    if (file.fileKey !== null) seen.add(file.fileKey);
    if (isPresent && !isLink) {
      bytes += file.sizeBytes;
      largest = Math.max(largest, file.sizeBytes);
    }
    places.push({
      id: placeId(file.path),
      fileName: basename(file.path).slice(0, 300),
      folder: dirname(file.path).slice(0, 4_096),
      isPresent,
      isLink,
    });
  }
  return { places, freeableBytes: bytes - largest };
}
