/**
 * Finds the file of a worker thread. Runs in the core. Starts none.
 */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * Beside this file as source; as built, this file is one of the chunks and the thread's stands one folder above them.
 * @param name of the file without its extension, as in electron.vite.config.ts
 */
export function findWorkerFile(name: string): string {
  const { dirname, filename } = import.meta;
  const file = `${name}${extname(filename)}`;
  const beside = join(dirname, file);
  return existsSync(beside) ? beside : join(dirname, '..', file);
}
