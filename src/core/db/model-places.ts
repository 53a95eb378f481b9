/**
 * The tables of watched folders, of replaced models and of the bin for model files. Runs in the core. Knows no file
 * system.
 */
import { type BinnedFileId, binnedFileIdSchema, type ModelId, modelIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';
import { withStorageErrors } from './storage-error.ts';

/** A file that was moved into the bin. */
export type BinnedFile = {
  readonly id: BinnedFileId;
  readonly modelId: ModelId;
  /** Where it was; of a split model, its first file. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly fileKey: string | null;
  readonly deletedAtMs: number;
};

export type ModelPlaceTable = {
  /** Path → whether it is watched, as a person decided. */
  folders(): Map<string, boolean>;
  putFolder(path: string, isWatched: boolean): void;
  /** The last path of models that something else has taken the place of. */
  replaced(): { readonly modelId: ModelId; readonly path: string }[];
  putReplaced(modelId: ModelId, path: string): void;
  forgetReplaced(modelId: ModelId): void;
  /** Oldest first. */
  binned(): BinnedFile[];
  putBinned(file: BinnedFile): void;
  forgetBinned(id: BinnedFileId): void;
};

type BinRow = {
  id: string;
  model_id: string;
  path: string;
  size_bytes: number;
  modified_at_ms: number;
  file_key: string | null;
  deleted_at_ms: number;
};

export function createModelPlaceTable(database: Database): ModelPlaceTable {
  const statements = prepare(database);
  return {
    folders: () =>
      new Map(statements.folders.all().map(({ path, is_watched }) => [path, is_watched === 1] as const)),
    putFolder: (path, isWatched) =>
      void withStorageErrors(() => statements.putFolder.run(path, isWatched ? 1 : 0)),
    replaced: () =>
      statements.replaced
        .all()
        .map(({ model_id, path }) => ({ modelId: modelIdSchema.parse(model_id), path })),
    putReplaced: (modelId, path) => void withStorageErrors(() => statements.putReplaced.run(modelId, path)),
    forgetReplaced: (modelId) => void withStorageErrors(() => statements.forgetReplaced.run(modelId)),
    binned: () => statements.binned.all().map(binnedOf),
    putBinned: (file) =>
      void withStorageErrors(() =>
        statements.putBinned.run(
          ...([file.id, file.modelId, file.path] as const),
          ...([file.sizeBytes, file.modifiedAtMs, file.fileKey, file.deletedAtMs] as const),
        ),
      ),
    forgetBinned: (id) => void withStorageErrors(() => statements.forgetBinned.run(id)),
  };
}

function prepare(database: Database) {
  return {
    folders: database.prepare<[], { path: string; is_watched: number }>(
      'SELECT path, is_watched FROM model_folders ORDER BY path',
    ),
    putFolder: database.prepare<[string, number]>(
      'INSERT OR REPLACE INTO model_folders (path, is_watched) VALUES (?, ?)',
    ),
    replaced: database.prepare<[], { model_id: string; path: string }>(
      'SELECT model_id, path FROM replaced_models ORDER BY path',
    ),
    putReplaced: database.prepare<[string, string]>(
      'INSERT OR REPLACE INTO replaced_models (model_id, path) VALUES (?, ?)',
    ),
    forgetReplaced: database.prepare<[string]>('DELETE FROM replaced_models WHERE model_id = ?'),
    binned: database.prepare<[], BinRow>(
      'SELECT id, model_id, path, size_bytes, modified_at_ms, file_key, deleted_at_ms FROM binned_models ORDER BY deleted_at_ms, id',
    ),
    putBinned: database.prepare<[string, string, string, number, number, string | null, number]>(
      'INSERT INTO binned_models (id, model_id, path, size_bytes, modified_at_ms, file_key, deleted_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    forgetBinned: database.prepare<[string]>('DELETE FROM binned_models WHERE id = ?'),
  };
}

function binnedOf(row: BinRow): BinnedFile {
  return {
    id: binnedFileIdSchema.parse(row.id),
    modelId: modelIdSchema.parse(row.model_id),
    path: row.path,
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.modified_at_ms,
    fileKey: row.file_key,
    deletedAtMs: row.deleted_at_ms,
  };
}
