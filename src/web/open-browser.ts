/**
 * Opens an address in the user's own browser. Runs in the web shell. Failing is no fault: the address is printed too.
 */
import { spawn } from 'node:child_process';

export function openBrowser(address: string): void {
  const [command, ...args] = opener(address);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function opener(address: string): readonly [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', address];
  // `start` is a word of the shell; rundll32 takes the address as it is.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  return ['xdg-open', address];
}
