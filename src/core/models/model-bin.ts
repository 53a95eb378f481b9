/**
 * The bin for model files. Runs in the core. A deleted file is renamed into a hidden folder beside it, so that nothing
 * is copied and it can be put back at once, on every system and in every shell. It goes for good after 30 days, or when
 * the bin is emptied. The row in the database is written first: a kill in between leaves the file where it is.
 */
import { existsSync } from 'node:fs';
import { lstat, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { type BinnedFileId, binnedFileIdSchema } from '#contract/ids.ts';
import { binKeepDays, type BinnedFile as ShownFile } from '#contract/model-places.ts';
import { modelBinFolderName } from '#core/db/file-names.ts';
import type { BinnedFile, ModelPlaceTable } from '#core/db/model-places.ts';
import type { StoredFile } from '#core/db/models.ts';
import { isOllamaBlob } from './ollama-models.ts';
import { modelPaths } from './split-model.ts';

const keepMs = binKeepDays * 24 * 60 * 60 * 1_000;

export type ModelBinOptions = {
  readonly table: ModelPlaceTable;
  readonly now: () => number;
  readonly newId: () => string;
};

export class ModelBin {
  readonly #options: ModelBinOptions;

  constructor(options: ModelBinOptions) {
    this.#options = options;
  }

  list(): ShownFile[] {
    return this.#options.table.binned().map(shown);
  }

  /** @throws model.notDeletable, model.unreadable {reason} */
  async put(file: StoredFile): Promise<ShownFile> {
    const { path, modelId, sizeBytes, modifiedAtMs, fileKey } = file;
    if (modelId === null) throw new PrismeError('model.notFound');
    await refuseForeign(path);
    const { table, now, newId } = this.#options;
    const id = binnedFileIdSchema.parse(newId());
    const binned = { id, modelId, path, sizeBytes, modifiedAtMs, fileKey, deletedAtMs: now() };
    table.putBinned(binned);
    try {
      await mkdir(binFolder(binned), { recursive: true });
      for (const part of modelPaths(path)) await rename(part, join(binFolder(binned), basename(part)));
    } catch (cause) {
      await this.#moveBack(binned).catch(() => undefined);
      await this.#forget(binned);
      throw notMoved(cause);
    }
    return shown(binned);
  }

  /** Puts a file back where it was, and gives it as it was known. @throws model.notInBin, model.unreadable {reason} */
  async restore(id: BinnedFileId): Promise<StoredFile> {
    const binned = this.#options.table.binned().find((file) => file.id === id);
    if (binned === undefined || modelPaths(binned.path).some((part) => existsSync(part)))
      throw new PrismeError('model.notInBin');
    try {
      await this.#moveBack(binned);
    } catch (cause) {
      throw notMoved(cause);
    }
    await this.#forget(binned);
    const { path, modelId, sizeBytes, modifiedAtMs, fileKey } = binned;
    return { path, modelId, sizeBytes, modifiedAtMs, fileKey, error: null, isHidden: false };
  }

  /** Deletes for good. Answers the bytes that were freed. */
  async empty(): Promise<number> {
    return this.#remove(this.#options.table.binned());
  }

  /** What has been in the bin for long enough goes; rows without a file are forgotten. For the start. */
  async tidy(): Promise<void> {
    const oldestMs = this.#options.now() - keepMs;
    const files = this.#options.table.binned();
    await this.#remove(files.filter((file) => file.deletedAtMs < oldestMs || !existsSync(binFolder(file))));
  }

  async #remove(files: readonly BinnedFile[]): Promise<number> {
    let freedBytes = 0;
    for (const file of files) {
      await rm(binFolder(file), { recursive: true, force: true });
      await this.#forget(file);
      freedBytes += file.sizeBytes;
    }
    return freedBytes;
  }

  async #moveBack(file: BinnedFile): Promise<void> {
    for (const part of modelPaths(file.path)) {
      const there = join(binFolder(file), basename(part));
      if (existsSync(there) && !existsSync(part)) await rename(there, part);
    }
  }

  /** A folder that still holds something stays, and so does the one around it. */
  async #forget(file: BinnedFile): Promise<void> {
    await rmdir(binFolder(file)).catch(() => undefined);
    await rmdir(dirname(binFolder(file))).catch(() => undefined);
    this.#options.table.forgetBinned(file.id);
  }
}

function binFolder({ path, id }: Pick<BinnedFile, 'path' | 'id'>): string {
  return join(dirname(path), modelBinFolderName, id);
}

/** What another program keeps by its own books, or what only points to a file, is not ours to delete. */
async function refuseForeign(path: string): Promise<void> {
  const found = await lstat(path).catch((cause: unknown) => {
    throw notMoved(cause);
  });
  if (!found.isFile() || isOllamaBlob(basename(path))) throw new PrismeError('model.notDeletable');
}

function notMoved(cause: unknown): PrismeError {
  if (cause instanceof PrismeError) return cause;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new PrismeError('model.unreadable', { reason }, { cause });
}

function shown({ id, path, sizeBytes, deletedAtMs }: BinnedFile): ShownFile {
  return {
    id,
    fileName: basename(path).slice(0, 300),
    folder: dirname(path).slice(0, 4_096),
    sizeBytes,
    deletedAtMs,
  };
}
