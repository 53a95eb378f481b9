/**
 * The models that are known and the files that hold them, in memory and in the database. Runs in the core. Scans
 * folders, identifies files once, remembers the rejected ones with their reason, and notices what was moved, copied,
 * replaced or is still being written. Loads nothing and deletes nothing.
 */
import { basename } from 'node:path';
import type { ChatChoice } from '#contract/chat-format.ts';
import type { Calibration } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { ModelPlaceTable } from '#core/db/model-places.ts';
import { type LoadSettings, loadSettingsSchema, type RejectedFile } from '#contract/models.ts';
import type { ModelTable, StoredFile, StoredModel } from '#core/db/models.ts';
import { findModelFiles } from './find-model-files.ts';
import { summariseHeader } from './gguf/header-summary.ts';
import {
  type FileStamp,
  identifyFile,
  isSameStamp,
  stampIfThere,
  stampOf,
  type VerifiedFile,
} from './identify-file.ts';
import { KnownFiles } from './known-files.ts';
import { readModelHeader } from './split-model.ts';

const defaultLoadSettings: LoadSettings = loadSettingsSchema.parse({
  contextTokens: null,
  threads: null,
  gpu: 'auto',
});

/** A model with the file that would be loaded. */
export type KnownModel = {
  readonly stored: StoredModel;
  readonly path: string;
  readonly isPresent: boolean;
  /** There is no file of it any more, and at its last place lies something else. */
  readonly isReplaced: boolean;
  /** The name that its program gives it, where the file has none of its own; null: the file's name says it. */
  readonly name: string | null;
  /** Files that hold it and are there. */
  readonly copies: number;
};

/** What `remove` took from the list, for putting it back. */
export type RemovedModel = { readonly files: readonly StoredFile[]; readonly replaced: readonly string[] };

export type Scan = {
  readonly hasChanged: boolean;
  /** Files that were left alone because they are still being written. */
  readonly arriving: number;
  /** Every folder that was looked into. */
  readonly folders: readonly string[];
};

export class KnownModels {
  readonly #table: ModelTable;
  readonly #places: ModelPlaceTable;
  readonly #now: () => number;
  readonly #models = new Map<ModelId, StoredModel>();
  readonly #files: KnownFiles;
  /** Where models were that something else has taken the place of. */
  readonly #replaced = new Map<ModelId, string>();
  /** What a file looked like that is new or has changed: it is read once it looks the same again. */
  /** Names of files that have none of their own, by path (Ollama's). */
  #names: ReadonlyMap<string, string> = new Map();
  #arriving = new Map<string, FileStamp>();
  /** Where a model was before it was found elsewhere. In memory: news of this run. */
  readonly #movedFrom = new Map<ModelId, string>();

  constructor(table: ModelTable, places: ModelPlaceTable, now: () => number) {
    this.#table = table;
    this.#places = places;
    this.#now = now;
    this.#files = new KnownFiles(table);
    for (const model of table.models()) this.#models.set(model.id, model);
    for (const { modelId, path } of places.replaced()) this.#replaced.set(modelId, path);
  }

  /** Models that are in the list, oldest first. */
  list(): KnownModel[] {
    return [...this.#models.keys()].flatMap((id) => this.find(id) ?? []);
  }

  /** A model of the list; null when there is none. Of several copies, one that is there. */
  find(id: ModelId): KnownModel | null {
    const stored = this.#models.get(id);
    if (stored === undefined) return null;
    const files = this.#files.listed(id);
    const present = files.filter(({ path }) => this.#files.isPresent(path));
    const path = (present[0] ?? files[0])?.path ?? this.#replaced.get(id);
    if (path === undefined) return null;
    const isReplaced = files.length === 0;
    return {
      stored,
      path,
      isPresent: present.length > 0,
      isReplaced,
      copies: present.length,
      name: this.#names.get(path) ?? null,
    };
  }

  /** The model's files in the list, those that are there first. */
  filesOf(id: ModelId): { readonly file: StoredFile; readonly isPresent: boolean }[] {
    const files = this.#files
      .listed(id)
      .map((file) => ({ file, isPresent: this.#files.isPresent(file.path) }));
    return [...files.filter(({ isPresent }) => isPresent), ...files.filter(({ isPresent }) => !isPresent)];
  }

  fileAt(path: string): StoredFile | undefined {
    return this.#files.get(path);
  }

  movedFrom(id: ModelId): string | null {
    return this.#movedFrom.get(id) ?? null;
  }

  rejected(): RejectedFile[] {
    return this.#files
      .all()
      .flatMap(({ path, sizeBytes, error, isHidden }) =>
        error === null || isHidden ? [] : [{ fileName: basename(path).slice(0, 300), sizeBytes, error }],
      );
  }

  /**
   * Looks at the folders and at every file known from before. `waitsForWriters`: what is new or has changed is left
   * alone until it looks the same twice.
   */
  async scan(folders: readonly string[], waitsForWriters = false): Promise<Scan> {
    let hasChanged = false;
    const found = await findModelFiles(folders);
    this.#names = found.names;
    const arriving = waitsForWriters ? new Map<string, FileStamp>() : null;
    const lost: string[] = [];
    for (const path of new Set([...found.paths, ...this.#files.all().map((file) => file.path)])) {
      const wasPresent = this.#files.isPresent(path);
      if (await this.#look(path, arriving)) hasChanged = true;
      if (wasPresent && !this.#files.isPresent(path)) lost.push(path);
    }
    this.#arriving = arriving ?? new Map<string, FileStamp>();
    if (this.#settleMoved(lost)) hasChanged = true;
    return { hasChanged, arriving: this.#arriving.size, folders: found.folders };
  }

  /** Reads a file that a person chose, or that was verified. @throws model.* */
  async add(path: string, verified?: readonly VerifiedFile[]): Promise<ModelId> {
    const known = this.#files.get(path);
    const stamp = await stampOf(path);
    if (known !== undefined && known.modelId !== null && isSameStamp(known, stamp)) {
      this.putFile({ ...known, isHidden: false });
      return known.modelId;
    }
    return this.#identify(path, verified);
  }

  /** Takes a model out of the list. Files that are gone are forgotten, the others stay away until they are added again. */
  remove(id: ModelId): RemovedModel {
    const files = this.#files.listed(id);
    for (const file of files) {
      if (this.#files.isPresent(file.path)) this.#files.put({ ...file, isHidden: true });
      else this.#files.forget(file.path);
    }
    const replaced = this.#replaced.get(id);
    this.#forgetReplaced(id);
    return { files, replaced: replaced === undefined ? [] : [replaced] };
  }

  /** Puts back what `remove` took, unless something else has become known at its place. */
  restore(id: ModelId, { files, replaced }: RemovedModel): void {
    for (const file of files) {
      const now = this.#files.get(file.path);
      if (now === undefined || now.modelId === id) this.#files.put(file);
    }
    for (const path of replaced) this.#putReplaced(id, path);
  }

  /** A file that is there and was not changed since it was read. */
  putFile(file: StoredFile): void {
    this.#files.put(file);
    this.#files.mark(file.path, true);
    if (file.modelId !== null) this.#forgetReplaced(file.modelId);
  }

  forgetFile(path: string): void {
    this.#files.forget(path);
  }

  setLoadSettings(id: ModelId, loadSettings: LoadSettings): void {
    this.#change(id, { loadSettings });
    this.#table.setLoadSettings(id, loadSettings);
  }

  setChatChoice(id: ModelId, chatChoice: ChatChoice | null): void {
    this.#change(id, { chatChoice });
    this.#table.setChatChoice(id, chatChoice);
  }

  setCalibration(id: ModelId, calibration: Calibration, machine: string): void {
    this.#change(id, { calibration, calibrationMachine: machine });
    this.#table.setCalibration(id, calibration, machine);
  }

  /** The file turned out to be gone or another one. */
  markMissing(path: string): void {
    this.#files.mark(path, false);
  }

  #change(id: ModelId, changes: Partial<StoredModel>): void {
    const stored = this.#models.get(id);
    if (stored === undefined) throw new PrismeError('model.notFound');
    this.#models.set(id, { ...stored, ...changes });
  }

  /** True when what is known about the path has changed. */
  async #look(path: string, arriving: Map<string, FileStamp> | null): Promise<boolean> {
    const known = this.#files.get(path);
    const wasPresent = this.#files.isPresent(path);
    const stamp = await stampIfThere(path);
    if (stamp === null) return this.#lose(path, known, wasPresent);
    if (known !== undefined && isSameStamp(known, stamp)) {
      if (known.fileKey === null) this.#files.put({ ...known, fileKey: stamp.fileKey });
      this.#files.mark(path, true);
      return (await this.#complete(known)) || !wasPresent;
    }
    const twin = known === undefined ? this.#files.sameFile(stamp) : null;
    if (twin !== null) return this.#takeOver(path, twin);
    const before = this.#arriving.get(path);
    if (arriving !== null && (before === undefined || !isSameStamp(before, stamp))) {
      arriving.set(path, stamp);
      return false;
    }
    return this.#read(path, stamp, arriving);
  }

  async #read(path: string, stamp: FileStamp, arriving: Map<string, FileStamp> | null): Promise<boolean> {
    try {
      await this.#identify(path);
    } catch (error) {
      if (!(error instanceof PrismeError) || !error.code.startsWith('model.')) throw error;
      // It was changed while it was read: whoever writes it is not done.
      if (arriving !== null && error.details['reason'] === 'changed') {
        arriving.set(path, stamp);
        return false;
      }
      this.#reject(path, stamp, error);
    }
    return true;
  }

  /** Looks for what an earlier Prisme did not in a file that it identified. True when something was found out. */
  async #complete({ path, modelId }: StoredFile): Promise<boolean> {
    const stored = modelId === null ? undefined : this.#models.get(modelId);
    if (stored === undefined || stored.summary.chatFormat !== undefined) return false;
    const summary = await readModelHeader(path).then(summariseHeader, () => null);
    if (summary === null) return false;
    this.#change(stored.id, { summary });
    this.#table.setSummary(stored.id, summary);
    return true;
  }

  /** A model's file keeps its place in the list when it is gone; a rejected one does not. */
  #lose(path: string, known: StoredFile | undefined, wasPresent: boolean): boolean {
    this.#files.mark(path, false);
    if (known === undefined || known.modelId !== null) return wasPresent;
    this.#files.forget(path);
    return true;
  }

  /** The same file (device, inode, size, time) under another name: it need not be read again. */
  #takeOver(path: string, twin: StoredFile): boolean {
    this.putFile({ ...twin, path });
    return true;
  }

  /** A file that is gone, while another one holds the same model, was moved there or was one copy of several. */
  #settleMoved(lost: readonly string[]): boolean {
    let hasChanged = false;
    for (const path of lost) {
      const id = this.#files.get(path)?.modelId ?? null;
      if (id === null || !this.#files.ofModel(id).some((file) => this.#files.isPresent(file.path))) continue;
      this.#files.forget(path);
      this.#movedFrom.set(id, path);
      hasChanged = true;
    }
    return hasChanged;
  }

  async #identify(path: string, verified?: readonly VerifiedFile[]): Promise<ModelId> {
    const { id, stamp, summary, vocabulary } = await identifyFile(path, verified);
    const file: StoredFile = { path, ...stamp, modelId: id, error: null, isHidden: false };
    const known = this.#models.get(id);
    const loadSettings = known?.loadSettings ?? defaultLoadSettings;
    const model = { id, sizeBytes: stamp.sizeBytes, summary, vocabularyHash: vocabulary.hash, loadSettings };
    this.#noteReplaced(path, id);
    this.#table.insert(model, vocabulary, file, this.#now());
    const { calibration = null, calibrationMachine = null, chatChoice = null } = known ?? {};
    this.#models.set(id, { ...model, calibration, calibrationMachine, chatChoice });
    this.putFile(file);
    return id;
  }

  #reject(path: string, stamp: FileStamp, error: PrismeError): void {
    this.#noteReplaced(path, null);
    this.#files.put({ path, ...stamp, modelId: null, error: error.toRecord(), isHidden: false });
    this.#files.mark(path, false);
  }

  /** The model that was at the path stays in the list, unless it lies somewhere else too. */
  #noteReplaced(path: string, by: ModelId | null): void {
    const known = this.#files.get(path);
    const id = known?.modelId ?? null;
    if (known === undefined || id === null || id === by || known.isHidden) return;
    if (this.#files.listed(id).length < 2) this.#putReplaced(id, path);
  }

  #putReplaced(id: ModelId, path: string): void {
    this.#places.putReplaced(id, path);
    this.#replaced.set(id, path);
  }

  #forgetReplaced(id: ModelId): void {
    if (!this.#replaced.delete(id)) return;
    this.#places.forgetReplaced(id);
  }
}
