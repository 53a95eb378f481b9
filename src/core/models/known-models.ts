/**
 * The models that are known and the files that hold them, in memory and in the database. Runs in the core. Scans
 * folders, identifies files once, remembers the rejected ones with their reason. Loads nothing.
 */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Calibration } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { type LoadSettings, loadSettingsSchema, type RejectedFile } from '#contract/models.ts';
import type { ModelTable, StoredFile, StoredModel } from '#core/db/models.ts';
import { findModelFiles } from './find-model-files.ts';
import { type FileStamp, identifyFile, isSameStamp, stampOf } from './identify-file.ts';

const defaultLoadSettings: LoadSettings = loadSettingsSchema.parse({
  contextTokens: null,
  threads: null,
  gpu: 'auto',
});

/** A model with the file that would be loaded. */
export type KnownModel = { readonly stored: StoredModel; readonly path: string; readonly isPresent: boolean };

export class KnownModels {
  readonly #table: ModelTable;
  readonly #now: () => number;
  readonly #models = new Map<ModelId, StoredModel>();
  readonly #files = new Map<string, StoredFile>();
  /** Paths whose file is there, unchanged since it was identified. */
  readonly #present = new Set<string>();

  constructor(table: ModelTable, now: () => number) {
    this.#table = table;
    this.#now = now;
    for (const model of table.models()) this.#models.set(model.id, model);
    for (const file of table.files()) {
      this.#files.set(file.path, file);
      const stat = statSync(file.path, { throwIfNoEntry: false });
      if (stat && isSameStamp(file, { sizeBytes: stat.size, modifiedAtMs: stat.mtimeMs }))
        this.#present.add(file.path);
    }
  }

  /** Models that are in the list, oldest first. */
  list(): KnownModel[] {
    return [...this.#models.keys()].flatMap((id) => this.find(id) ?? []);
  }

  /** A model of the list; null when there is none. Of several copies, one that is there. */
  find(id: ModelId): KnownModel | null {
    const stored = this.#models.get(id);
    const files = [...this.#files.values()].filter((file) => file.modelId === id && !file.isHidden);
    const file = files.find(({ path }) => this.#present.has(path)) ?? files[0];
    if (stored === undefined || file === undefined) return null;
    return { stored, path: file.path, isPresent: this.#present.has(file.path) };
  }

  rejected(): RejectedFile[] {
    return [...this.#files.values()].flatMap(({ path, sizeBytes, error, isHidden }) =>
      error === null || isHidden ? [] : [{ fileName: basename(path).slice(0, 300), sizeBytes, error }],
    );
  }

  /** Looks at the folders and at every file known from before. True when anything changed. */
  async scan(folders: readonly string[]): Promise<boolean> {
    let hasChanged = false;
    const found = new Set(await findModelFiles(folders));
    for (const path of new Set([...found, ...this.#files.keys()])) {
      if (await this.#look(path)) hasChanged = true;
    }
    return hasChanged;
  }

  /** Reads a file that a person chose. @throws model.* */
  async add(path: string): Promise<ModelId> {
    const known = this.#files.get(path);
    const stamp = await stampOf(path);
    if (known !== undefined && known.modelId !== null && isSameStamp(known, stamp)) {
      this.#put({ ...known, isHidden: false });
      this.#present.add(path);
      return known.modelId;
    }
    return this.#identify(path);
  }

  /** Takes a model out of the list. Files that are gone are forgotten, the others stay away until they are added again. */
  remove(id: ModelId): void {
    for (const file of [...this.#files.values()]) {
      if (file.modelId !== id) continue;
      if (this.#present.has(file.path)) this.#put({ ...file, isHidden: true });
      else this.#forget(file.path);
    }
  }

  setLoadSettings(id: ModelId, loadSettings: LoadSettings): void {
    this.#change(id, { loadSettings });
    this.#table.setLoadSettings(id, loadSettings);
  }

  setCalibration(id: ModelId, calibration: Calibration, machine: string): void {
    this.#change(id, { calibration, calibrationMachine: machine });
    this.#table.setCalibration(id, calibration, machine);
  }

  /** The file turned out to be gone or another one. */
  markMissing(path: string): void {
    this.#present.delete(path);
  }

  #change(id: ModelId, changes: Partial<StoredModel>): void {
    const stored = this.#models.get(id);
    if (stored === undefined) throw new PrismeError('model.notFound');
    this.#models.set(id, { ...stored, ...changes });
  }

  async #look(path: string): Promise<boolean> {
    const known = this.#files.get(path);
    const wasPresent = this.#present.has(path);
    const stamp = await stampOf(path).catch(() => null);
    if (stamp === null) return this.#lose(path, known, wasPresent);
    if (known !== undefined && isSameStamp(known, stamp)) {
      this.#present.add(path);
      return !wasPresent;
    }
    try {
      await this.#identify(path);
    } catch (error) {
      if (!(error instanceof PrismeError) || !error.code.startsWith('model.')) throw error;
      this.#reject(path, stamp, error);
    }
    return true;
  }

  /** A model's file keeps its place in the list when it is gone; a rejected one does not. */
  #lose(path: string, known: StoredFile | undefined, wasPresent: boolean): boolean {
    this.#present.delete(path);
    if (known === undefined || known.modelId !== null) return wasPresent;
    this.#forget(path);
    return true;
  }

  async #identify(path: string): Promise<ModelId> {
    const { id, stamp, summary, vocabulary } = await identifyFile(path);
    const file: StoredFile = { path, ...stamp, modelId: id, error: null, isHidden: false };
    const known = this.#models.get(id);
    const loadSettings = known?.loadSettings ?? defaultLoadSettings;
    const model = { id, sizeBytes: stamp.sizeBytes, summary, vocabularyHash: vocabulary.hash, loadSettings };
    this.#table.insert(model, vocabulary, file, this.#now());
    const { calibration = null, calibrationMachine = null } = known ?? {};
    this.#models.set(id, { ...model, calibration, calibrationMachine });
    this.#files.set(path, file);
    this.#present.add(path);
    return id;
  }

  #reject(path: string, stamp: FileStamp, error: PrismeError): void {
    this.#put({ path, ...stamp, modelId: null, error: error.toRecord(), isHidden: false });
  }

  #forget(path: string): void {
    this.#files.delete(path);
    this.#table.forgetFile(path);
  }

  #put(file: StoredFile): void {
    this.#table.putFile(file);
    this.#files.set(file.path, file);
  }
}
