/**
 * Finds the GGUF files in the model folders. Runs in the core. Reads names, never contents.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOllamaModels } from './ollama-models.ts';
import { isLaterPart } from './split-model.ts';

const deepest = 4;
const mostFiles = 5_000;
const mostFolders = 2_000;

/** What lies in the folders. */
export type FoundFiles = {
  /** Absolute when the folders are. */
  readonly paths: readonly string[];
  /** Every folder that was read, those given included. */
  readonly folders: readonly string[];
  /** What Ollama calls its blobs, by path. */
  readonly names: ReadonlyMap<string, string>;
};

/**
 * The `.gguf` files in the folders and the folders below them, four deep, in order of name; of Ollama, the blobs that
 * its manifests call models. A folder that does not exist or cannot be read has none; hidden ones are left out; links
 * to folders are not followed, links to files are. Of a split model only the first file is given: it stands for the whole.
 */
export async function findModelFiles(given: readonly string[]): Promise<FoundFiles> {
  const paths = new Set<string>();
  const folders = new Set<string>();
  const names = new Map<string, string>();
  for (const folder of given) {
    await look(folder, 0, { paths, folders });
    for (const { path, name } of await readOllamaModels(folder)) {
      paths.add(path);
      // Several names may stand for one blob; the first in the order of the folders is as good as any.
      if (!names.has(path)) names.set(path, name);
    }
  }
  return { paths: [...paths], folders: [...folders], names };
}

type Found = { readonly paths: Set<string>; readonly folders: Set<string> };

async function look(folder: string, depth: number, found: Found): Promise<void> {
  if (found.folders.size >= mostFolders) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) return;
  found.folders.add(folder);
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    if (found.paths.size >= mostFiles || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth + 1 < deepest) await look(path, depth + 1, found);
    } else if (entry.name.toLowerCase().endsWith('.gguf') && !isLaterPart(entry.name)) {
      found.paths.add(path);
    }
  }
}
