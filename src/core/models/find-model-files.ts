/**
 * Finds the GGUF files in the model folders. Runs in the core. Reads names, never contents.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const deepest = 4;
const mostFiles = 2_000;

/**
 * Paths of the `.gguf` files in the folders and the folders below them, four deep, in order of name. A folder that
 * does not exist or cannot be read has none; links to folders are not followed, links to files are.
 */
export async function findModelFiles(folders: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of folders) await look(folder, 0, found);
  return [...found];
}

async function look(folder: string, depth: number, found: Set<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const entry of entries) {
    if (found.size >= mostFiles || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (depth + 1 < deepest) await look(path, depth + 1, found);
    } else if (entry.name.toLowerCase().endsWith('.gguf')) {
      found.add(path);
    }
  }
}
