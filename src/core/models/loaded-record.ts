/**
 * Which models are loaded, for `models` in a terminal while a window is open: a small file in the data folder. Runs in the
 * core, and in the terminal shell that reads it. It holds ids and nothing else, and counts only as long as its writer lives.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import type { ModelLibrary } from './model-library.ts';

const recordSchema = z.object({ pid: z.int().min(1), loaded: z.array(modelIdSchema).max(1_000) });

const pathIn = (dataDir: string): string => join(dataDir, 'lock', 'loaded-models.json');

/** Writes the file at every change until the returned function is called. What cannot be written is not missed. */
export function recordLoaded(library: Pick<ModelLibrary, 'list' | 'onChange'>, dataDir: string): () => void {
  let written = '';
  const write = (): void => {
    const loaded = library
      .list()
      .models.filter(({ state }) => state.kind === 'loaded')
      .map(({ id }) => id);
    const text = JSON.stringify({ pid: process.pid, loaded });
    if (text === written) return;
    written = text;
    try {
      writeFileSync(pathIn(dataDir), text, { mode: 0o600 });
    } catch {
      // A courtesy to the terminal, see above.
    }
  };
  write();
  const unsubscribe = library.onChange((change) => {
    if (change.kind === 'list' || !('fraction' in change.model.state)) write();
  });
  return () => {
    unsubscribe();
    rmSync(pathIn(dataDir), { force: true });
  };
}

/** Null: no window of this Prisme is open on the folder. */
export function readLoaded(dataDir: string): ReadonlySet<ModelId> | null {
  try {
    const { pid, loaded } = recordSchema.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
    process.kill(pid, 0);
    return new Set(loaded);
  } catch {
    return null;
  }
}
