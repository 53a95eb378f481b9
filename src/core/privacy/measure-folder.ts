/**
 * How much the data folder holds, by kind. Runs in the core. Reads names and sizes only, one after the other, so that
 * nothing else waits for it.
 */
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderNames, uploadsFolderName } from '../db/file-names.ts';
import { type DataPart, dataKinds } from '#contract/privacy.ts';

type Kind = DataPart['kind'];

const folderKinds: ReadonlyMap<string, Kind> = new Map([
  [folderNames.backups, 'backups'],
  [folderNames.setAside, 'backups'],
  [folderNames.logs, 'logs'],
  ['models', 'models'],
  [uploadsFolderName, 'models'],
]);

function kindOf(name: string): Kind {
  return folderKinds.get(name) ?? (name.startsWith('prisme.db') ? 'database' : 'other');
}

/** One part for each kind, in their order. What goes away while it is looked at is not counted. */
export async function measureFolder(path: string): Promise<DataPart[]> {
  const parts = new Map<Kind, { bytes: number; files: number }>(
    dataKinds.map((kind) => [kind, { bytes: 0, files: 0 }]),
  );
  for (const entry of await entriesOf(path)) {
    const part = parts.get(kindOf(entry.name));
    if (part === undefined) continue;
    for await (const bytes of sizesOf(join(path, entry.name), entry)) {
      part.bytes += bytes;
      part.files += 1;
    }
  }
  return [...parts].map(([kind, part]) => ({ kind, ...part }));
}

/** The sizes of a file, or of all files below a folder. A link counts as itself, not as what it leads to. */
async function* sizesOf(path: string, entry: Dirent): AsyncGenerator<number, void, void> {
  if (!entry.isDirectory()) {
    const stat = await lstat(path).catch(() => null);
    if (stat !== null) yield stat.size;
    return;
  }
  for (const inner of await entriesOf(path)) yield* sizesOf(join(path, inner.name), inner);
}

function entriesOf(path: string): Promise<Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch(() => []);
}
