/**
 * Why llama.cpp's library for a kind of graphics card does not start here. Runs in the engine. It repeats, in a process of
 * its own, the trial by which node-llama-cpp 3.22.1 passed the library over, and keeps what node-llama-cpp throws away: its
 * words. Where the package is laid out differently there is no reason, and nothing else changes.
 */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Graphics } from '#contract/graphics.ts';

type Kind = Graphics['found'][number];

/** A driver that does not answer is not waited for any longer. */
const trialMs = 20_000;
const longestReason = 1_000;
const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', win32: 'win', darwin: 'mac' };

/** What the library says; null: it says nothing, or it would start. */
export async function whyNotStarted(kind: Kind): Promise<string | null> {
  try {
    return reasonIn(await tryLibrary(kind));
  } catch {
    return null;
  }
}

/** The lines that are no places in code, without folders: a reason goes to a page. */
export function reasonIn(output: string): string | null {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |[{}]|code:)/.test(line))
    .map((line) =>
      line.replace(/^(\w*Error|[a-z_]+):\s+/i, '').replace(/(?:[a-z]:)?[\\/](?:[^\s:\\/]+[\\/])+/gi, ''),
    );
  const reason = [...new Set(lines)].join(' ').slice(0, longestReason);
  return reason === '' ? null : reason;
}

/** Everything that the trial wrote to its standard error; empty when it succeeded. */
async function tryLibrary(kind: Kind): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = `${platforms[process.platform]}-${process.arch}-${kind}`;
  const binding = require.resolve('node-llama-cpp');
  const library = createRequire(binding).resolve(`@node-llama-cpp/${folder}`);
  const what = {
    bindingBinaryPath: join(dirname(library), '..', 'bins', folder, 'llama-addon.node'),
    gpu: kind,
  };
  const trial = fork(join(dirname(binding), 'bindings', 'utils', 'testBindingBinary.js'), [], {
    env: { ...process.env, TEST_BINDING_CP: 'true' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let output = '';
  trial.stderr?.setEncoding('utf8').on('data', (piece: string) => (output += piece.slice(0, 10_000)));
  trial.on('message', (message: { type?: unknown }) => {
    if (message.type === 'ready') trial.send({ type: 'start', ...what });
    if (message.type === 'loaded') trial.send({ type: 'test', ...what });
    if (message.type === 'done') trial.send({ type: 'exit' });
  });
  const timer = setTimeout(() => trial.kill('SIGKILL'), trialMs);
  const code = await new Promise<number | null>((resolve) => {
    trial.once('error', () => resolve(null));
    trial.once('close', resolve);
  });
  clearTimeout(timer);
  return code === 0 ? '' : output;
}
