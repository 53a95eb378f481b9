/**
 * The built engine in a process that can be told by a signal to do what a broken engine does: SIGUSR2: to exit with
 * code 3; SIGHUP: to answer nothing any more; SIGWINCH: to run in a circle. Used by suites of the endurance tests. What
 * a signal of the system does (SIGKILL, SIGSTOP and others) needs no help.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const send = process.send?.bind(process);
let isSilent = false;
if (send !== undefined)
  process.send = (...parts: Parameters<typeof send>): boolean => isSilent || send(...parts);

process.on('SIGUSR2', () => process.exit(3));
process.on('SIGHUP', () => (isSilent = true));
process.on('SIGWINCH', () => {
  for (;;);
});

await import(pathToFileURL(join(import.meta.dirname, '..', '..', 'out', 'main', 'engine.js')).href);
