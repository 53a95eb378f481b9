/**
 * Finds the file of a worker thread or of a process of the core's own. Runs in the core. Starts none.
 */
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * Beside the caller's file as source; as built, that file is one of the chunks and the thread's stands one folder above them.
 * @param name of the file without its extension, as in electron.vite.config.ts
 * @param caller the `import.meta` of a file in the folder of the source, if that is another folder than this one
 */
export function findWorkerFile(
  name: string,
  caller: { readonly dirname: string; readonly filename: string } = import.meta,
): string {
  const { dirname, filename } = caller;
  const file = `${name}${extname(filename)}`;
  const beside = join(dirname, file);
  return existsSync(beside) ? beside : join(dirname, '..', file);
}
