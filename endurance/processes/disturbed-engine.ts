/**
 * The built engine in a process that can be told by a signal to do what a broken engine does: SIGUSR2: to exit with
 * code 3; SIGHUP: to answer nothing any more; SIGWINCH: to run in a circle. Used by suites of the endurance tests. What
 * a signal of the system does (SIGKILL, SIGSTOP and others) needs no help.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const send = process.send?.bind(process);
let isSilent = false;
// Of its several forms the same arguments are passed on, whichever it is.
const sendUnlessSilent = (...parts: unknown[]): boolean =>
  isSilent || (send !== undefined && Boolean(Reflect.apply(send, process, parts)));
process.send = sendUnlessSilent as NonNullable<typeof process.send>;

process.on('SIGUSR2', () => process.exit(3));
process.on('SIGHUP', () => (isSilent = true));
process.on('SIGWINCH', () => {
  for (;;);
});

await import(pathToFileURL(join(import.meta.dirname, '..', '..', 'out', 'main', 'engine.js')).href);
