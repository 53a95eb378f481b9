/**
 * The files that are known, by path and by model, and which of them are there. Runs in the core. Keeps the table of
 * files and the memory alike; reads no file.
 */
import type { ModelId } from '#contract/ids.ts';
import type { ModelTable, StoredFile } from '#core/db/models.ts';
import { type FileStamp, isSameStamp, stampNow } from './identify-file.ts';

export class KnownFiles {
  readonly #table: ModelTable;
  readonly #files = new Map<string, StoredFile>();
  readonly #byModel = new Map<ModelId, Set<string>>();
  /** Paths whose file is there, unchanged since it was identified. */
  readonly #present = new Set<string>();

  constructor(table: ModelTable) {
    this.#table = table;
    for (const file of table.files()) {
      this.#remember(file);
      const stamp = stampNow(file.path);
      if (stamp !== null && isSameStamp(file, stamp)) this.#present.add(file.path);
    }
  }

  all(): StoredFile[] {
    return [...this.#files.values()];
  }

  get(path: string): StoredFile | undefined {
    return this.#files.get(path);
  }

  ofModel(id: ModelId): StoredFile[] {
    return [...(this.#byModel.get(id) ?? [])].flatMap((path) => this.#files.get(path) ?? []);
  }

  /** Those that a person has not taken from the list. */
  listed(id: ModelId): StoredFile[] {
    return this.ofModel(id).filter(({ isHidden }) => !isHidden);
  }

  isPresent(path: string): boolean {
    return this.#present.has(path);
  }

  mark(path: string, isPresent: boolean): void {
    if (isPresent) this.#present.add(path);
    else this.#present.delete(path);
  }

  /** A model's file that is this one under another name; null when there is none. */
  sameFile(stamp: FileStamp): StoredFile | null {
    if (stamp.fileKey === null) return null;
    const isSame = (file: StoredFile): boolean =>
      file.modelId !== null && file.fileKey === stamp.fileKey && isSameStamp(file, stamp);
    return this.all().find(isSame) ?? null;
  }

  put(file: StoredFile): void {
    this.#table.putFile(file);
    this.#remember(file);
  }

  forget(path: string): void {
    this.#table.forgetFile(path);
    this.#unlink(path);
    this.#files.delete(path);
    this.#present.delete(path);
  }

  #remember(file: StoredFile): void {
    this.#unlink(file.path);
    this.#files.set(file.path, file);
    if (file.modelId === null) return;
    const paths = this.#byModel.get(file.modelId) ?? new Set();
    this.#byModel.set(file.modelId, paths.add(file.path));
  }

  #unlink(path: string): void {
    const modelId = this.#files.get(path)?.modelId ?? null;
    if (modelId !== null) this.#byModel.get(modelId)?.delete(path);
  }
}
