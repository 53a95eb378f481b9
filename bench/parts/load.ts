/**
 * What loading costs: from starting an engine process until it has loaded a model, against node-llama-cpp alone in a
 * process of its own that does the same. The file is in the system's cache for both: the first pair does not count.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { startBareEngine } from '../bare-engine.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const contextTokens = 8_192;
const threads = 1;

const bareProcess = join(import.meta.dirname, '..', 'bare-load.ts');

export async function benchLoad(modelPath: string, name: string, pairs: number): Promise<BenchRow> {
  const { ratio, left, right } = await interleave(
    pairs,
    () => msUntilLoaded(modelPath),
    () => msUntilBareLoaded(modelPath),
  );
  return {
    what: `an engine with ${name} / node-llama-cpp alone, from its start until the model is loaded`,
    ratio,
    sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
    aim: { atMost: 1.1 },
  };
}

async function msUntilLoaded(modelPath: string): Promise<number> {
  const startedAtMs = performance.now();
  const engine = await startBareEngine(modelPath, contextTokens, threads, false);
  const elapsedMs = performance.now() - startedAtMs;
  await engine.close();
  return elapsedMs;
}

async function msUntilBareLoaded(modelPath: string): Promise<number> {
  const startedAtMs = performance.now();
  const child = fork(bareProcess, [modelPath, String(contextTokens), String(threads)], {
    execArgv: ['--no-warnings'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the process without Prisme ended with ${code}`)));
  });
  const elapsedMs = performance.now() - startedAtMs;
  child.kill('SIGKILL');
  await ended;
  return elapsedMs;
}
