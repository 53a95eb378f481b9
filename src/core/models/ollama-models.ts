/**
 * The models that Ollama keeps, found by its manifests. Runs in the core. A folder of Ollama's has `manifests` (JSON,
 * by registry, owner, name and tag) and `blobs` (named by their SHA-256, without an ending); the layer of the type
 * `application/vnd.ollama.image.model` is a GGUF file. Manifests are read with bounds; blobs are not opened here.
 */
import { open, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { z } from 'zod';

const mostManifests = 2_000;
const mostManifestBytes = 64 * 1024;
/** registry / owner / name / tag */
const deepest = 4;
const modelType = 'application/vnd.ollama.image.model';
const blobName = /^sha256-[0-9a-f]{64}$/;

const manifestSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: z.string() })).max(100),
});

export type OllamaModel = {
  readonly path: string;
  /** As one types it, for example "llama3.2:1b" or "someone/model:latest". */
  readonly name: string;
};

/** None where the folder is not Ollama's. What cannot be read is passed over. */
export async function readOllamaModels(folder: string): Promise<OllamaModel[]> {
  const root = join(folder, 'manifests');
  const models: OllamaModel[] = [];
  for (const path of await manifestsIn(root, 0)) {
    const blob = await modelBlobOf(path);
    if (blob !== null) models.push({ path: join(folder, 'blobs', blob), name: nameOf(path, root) });
  }
  return models;
}

/** Whether a file is one of Ollama's blobs, which are Ollama's to delete. */
export function isOllamaBlob(fileName: string): boolean {
  return blobName.test(fileName);
}

async function manifestsIn(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    if (found.length >= mostManifests || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && depth + 1 < deepest) found.push(...(await manifestsIn(path, depth + 1)));
  }
  return found;
}

/** The file name of the blob; it comes from a file that nobody vouches for, so it is no path. */
async function modelBlobOf(path: string): Promise<string | null> {
  const manifest = manifestSchema.safeParse(parsed(await textOf(path)));
  const digest = manifest.data?.layers.find(({ mediaType }) => mediaType === modelType)?.digest ?? '';
  const name = digest.replace(':', '-');
  return blobName.test(name) ? name : null;
}

async function textOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return '';
  try {
    const bytes = Buffer.alloc(mostManifestBytes);
    const { bytesRead } = await file.read(bytes, 0, mostManifestBytes, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Without Ollama's own registry and owner, as its own list shows them. */
function nameOf(path: string, root: string): string {
  const parts = path.slice(root.length + 1).split(sep);
  const tag = parts.pop() ?? '';
  const shown = parts[0] === 'registry.ollama.ai' ? parts.slice(parts[1] === 'library' ? 2 : 1) : parts;
  return `${shown.join('/')}:${tag}`;
}
