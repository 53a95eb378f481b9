/**
 * The folders that are looked through for models: those of the start, those that a person chose, and those of other
 * programs that a person switched on. Runs in the core. Finds and counts; what lies in them is identified elsewhere.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { PrismeError } from '#contract/errors.ts';
import { type PlaceId, placeIdSchema } from '#contract/ids.ts';
import type { ModelFolder, ModelFolderKind } from '#contract/model-places.ts';
import type { ModelPlaceTable } from '#core/db/model-places.ts';
import { findModelFiles } from './find-model-files.ts';
import { stampIfThere } from './identify-file.ts';
import type { UsualFolder } from './usual-model-folders.ts';

export type ModelFolders = {
  /** Those that are watched now; absolute paths. */
  watched(): readonly string[];
  /** Every folder that is watched or could be; those of other programs only where they exist. */
  list(): Promise<ModelFolder[]>;
  /** @throws app.invalidInput for a folder that is not in the list, or is one of the start and cannot be switched off */
  watch(id: PlaceId, isWatched: boolean): void;
  choose(path: string): void;
};

type Entry = { readonly kind: ModelFolderKind; readonly path: string; readonly isWatched: boolean };

/** `startDirs`: named when Prisme was started. */
export function createModelFolders(
  table: ModelPlaceTable,
  startDirs: readonly string[],
  usual: readonly UsualFolder[],
): ModelFolders {
  const entries = (): Entry[] => {
    const decided = table.folders();
    const named = new Set([...startDirs, ...usual.map(({ path }) => path)]);
    const chosen = [...decided.keys()].filter((path) => !named.has(path));
    return [
      ...startDirs.map((path) => ({ kind: 'start' as const, path, isWatched: true })),
      ...chosen.map((path) => ({
        kind: 'chosen' as const,
        path,
        isWatched: decided.get(path) === true,
      })),
      ...usual
        .filter(({ path }) => !startDirs.includes(path))
        .map(({ kind, path }) => ({ kind, path, isWatched: decided.get(path) === true })),
    ];
  };
  return {
    watched: () => entries().flatMap(({ path, isWatched }) => (isWatched ? [path] : [])),
    list: async () => {
      const folders: ModelFolder[] = [];
      for (const entry of entries()) {
        const isOffered = entry.isWatched || entry.kind === 'chosen' || (await isFolder(entry.path));
        if (isOffered) folders.push({ id: placeId(entry.path), ...entry, ...(await contentOf(entry.path)) });
      }
      return folders;
    },
    watch: (id, isWatched) => {
      const entry = entries().find(({ path }) => placeId(path) === id);
      if (entry === undefined || entry.kind === 'start')
        throw new PrismeError('app.invalidInput', { field: 'folderId', reason: 'not a folder to switch' });
      table.putFolder(entry.path, isWatched);
    },
    choose: (path) => {
      if (!startDirs.includes(path)) table.putFolder(path, true);
    },
  };
}

/** How a page names a path. */
export function placeId(path: string): PlaceId {
  return placeIdSchema.parse(createHash('sha256').update(path).digest('hex'));
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

async function contentOf(path: string): Promise<{ fileCount: number; bytes: number }> {
  const { paths } = await findModelFiles([path]);
  let bytes = 0;
  for (const file of paths) bytes += (await stampIfThere(file))?.sizeBytes ?? 0;
  return { fileCount: paths.length, bytes };
}
