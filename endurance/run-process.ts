/**
 * Starts a process of the suites and hears what it tells. Runs in the process of the suites.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sharedClockMs, type Told, toldSchema } from './told.ts';

export type Heard = {
  readonly child: ChildProcess;
  /** When it was started, on the shared clock. */
  readonly startedAtMs: number;
  /** Resolves when it has ended and everything that it told has been heard. */
  readonly ended: Promise<{ code: number | null; signal: string | null; errors: string }>;
};

/** The sources are stripped of their types once, not at each of a thousand starts: an app is built, too. */
export const compiledOnce = { NODE_COMPILE_CACHE: join(tmpdir(), 'prisme-compiled') };

/**
 * @param before a command that runs it, with its arguments: `['strace', '-f']`
 * @param options.detached with a process group of its own
 */
export function runProcess(
  script: string,
  args: readonly string[],
  hear: (told: Told) => void,
  before: readonly string[] = [],
  { detached = false }: { readonly detached?: boolean } = {},
): Heard {
  const startedAtMs = sharedClockMs();
  const path = join(import.meta.dirname, 'processes', script);
  const [command = process.execPath, ...rest] = [...before, process.execPath, '--no-warnings', path, ...args];
  const child = spawn(command, rest, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached,
    env: { ...process.env, ...compiledOnce },
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => hear(toldSchema.parse(JSON.parse(line))));
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString().slice(0, 2_000)));
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(([[code, signal]]) => ({
    code: code as number | null,
    signal: signal as string | null,
    errors,
  }));
  return { child, startedAtMs, ended };
}
