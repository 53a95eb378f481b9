/**
 * Starts engine processes with child_process.fork. Runs in the core of the web and terminal shells and in tests;
 * Electron's core asks main for a utility process instead. An engine gets no secrets: a short list of environment
 * variables, no inherited handles, its output capped.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { PrismeError } from '#contract/errors.ts';
import type { EngineExit, EngineProcess, LaunchEngine } from './engine-process.ts';
import { engineEnvironment } from '../shells/engine-environment.ts';
import { ipcPort } from './ipc-port.ts';
import { preferKilling } from './prefer-killing.ts';

export type ForkOptions = {
  /** The engine's entry file. */
  readonly entry: string;
  /** Arguments for Node itself; those of the parent are not inherited. */
  readonly execArgv?: readonly string[];
  /** Variables added to the short list of engine-environment.ts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives the engine's output line by line, at most `outputBytes` of it. */
  readonly log?: (line: string) => void;
};

const outputBytes = 256 * 1024;
const lineBytes = 4_096;
/** A channel that a grandchild keeps open does not end by itself. */
const drainMs = 500;

/** A launcher for engines whose code is at `entry`. The engine ends by itself when its IPC channel closes. */
export function forkEngine(options: ForkOptions): LaunchEngine {
  return async () => {
    const child = start(options);
    const exited = exitOf(child);
    await spawned(child);
    for (const stream of [child.stdout, child.stderr])
      if (stream) readLines(stream, options.log ?? (() => undefined));
    await preferKilling(child.pid);
    const engine: EngineProcess = {
      pid: child.pid,
      port: ipcPort(child),
      exited,
      kill: () => void child.kill('SIGKILL'),
    };
    return engine;
  };
}

function start({ entry, execArgv, env }: ForkOptions): ChildProcess {
  try {
    return fork(entry, [], {
      execArgv: [...(execArgv ?? [])],
      env: { ...engineEnvironment(process.env), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
      windowsHide: true,
    });
  } catch (cause) {
    throw unavailable(cause);
  }
}

/**
 * Resolves once, whether the process ends by itself, by a signal, or never started. What it sent before it ended is
 * still in the channel when its end is reported, so the channel is read out first.
 */
function exitOf(child: ChildProcess): Promise<EngineExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const report = (): void => resolve({ code, signal });
      if (!child.connected) return report();
      const timer = setTimeout(report, drainMs);
      child.once('disconnect', () => {
        clearTimeout(timer);
        report();
      });
    });
    // Also emitted when a kill or a message fails while the process lives: only a process without an id never started.
    child.on('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}

function spawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(unavailable(cause)));
  });
}

function unavailable(cause: unknown): PrismeError {
  const reason = cause instanceof Error ? cause.message.slice(0, 500) : 'unknown';
  return new PrismeError('engine.unavailable', { reason }, { cause });
}

/** Passes whole lines on until the cap is reached, then reads and drops: a full pipe would stop the engine. */
function readLines(stream: Readable, log: (line: string) => void): void {
  let leftBytes = outputBytes;
  let partial = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    if (leftBytes <= 0) return;
    leftBytes -= text.length;
    const lines = (partial + text).split('\n');
    partial = (lines.pop() ?? '').slice(0, lineBytes);
    for (const line of lines) if (line !== '') log(line.slice(0, lineBytes));
    if (leftBytes <= 0) log('(the engine’s further output is dropped)');
  });
  stream.on('error', () => undefined);
}
