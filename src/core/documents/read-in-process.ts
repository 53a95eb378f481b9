/**
 * Starts the process that reads a document, gives it the bytes and takes its answer, bounded in time, memory and length.
 * Runs in the core of every shell, which looks at nothing in the document itself.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { PrismeError } from '#contract/errors.ts';
import { preferKilling } from '../engines/prefer-killing.ts';
import { findWorkerFile } from '../db/worker-file.ts';
import { engineEnvironment } from '../shells/engine-environment.ts';
import {
  mostAnswerBytes,
  type ReaderAnswer,
  readerAnswerSchema,
  type ReaderLimits,
  type ReaderOrder,
} from './reader-protocol.ts';

const damaged: ReaderAnswer = { refused: 'damaged', limits: {} };
const timedOut: ReaderAnswer = { refused: 'timedOut', limits: {} };

/**
 * @throws app.internal when the process cannot be started; the signal's reason when it aborts, and then the process has been
 * told to end
 */
export async function readInProcess(
  file: { readonly name: string; readonly bytes: Uint8Array },
  limits: ReaderLimits,
  signal: AbortSignal | undefined,
): Promise<ReaderAnswer> {
  signal?.throwIfAborted();
  const child = start();
  const kill = (): void => void child.kill('SIGKILL');
  const deadline = createDeadline(kill, limits);
  child.stdout?.once('data', deadline.begin);
  signal?.addEventListener('abort', kill);
  void preferKilling(child.pid);
  try {
    give(child, { name: file.name, sizeBytes: file.bytes.length, limits }, file.bytes);
    const output = await outputOf(child, kill);
    signal?.throwIfAborted();
    if (deadline.isOver() && output !== '') return timedOut;
    return answerIn(output);
  } finally {
    deadline.cancel();
    signal?.removeEventListener('abort', kill);
    kill();
  }
}

/** The start is our own code, however busy the machine is; from then on it is the document that takes time. */
function createDeadline(kill: () => void, { startingMs, readingMs }: ReaderLimits) {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    kill();
  };
  let timer = setTimeout(end, startingMs);
  return {
    begin: (): void => {
      clearTimeout(timer);
      timer = setTimeout(end, readingMs);
    },
    cancel: (): void => clearTimeout(timer),
    isOver: (): boolean => isOver,
  };
}

function start(): ChildProcess {
  try {
    return fork(findWorkerFile('document-reader', import.meta), [], {
      execArgv: confinement(),
      env: engineEnvironment(process.env),
      stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
      serialization: 'json',
      windowsHide: true,
    });
  } catch (cause) {
    throw unavailable(cause);
  }
}

/**
 * Node takes away writing, native modules and processes where it can. Electron's own Node is not asked: what it does with
 * these options is not promised. The way out is closed by the guard in the process itself.
 */
function confinement(): string[] {
  const isPossible =
    process.versions['electron'] === undefined && process.allowedNodeEnvironmentFlags.has('--permission');
  return isPossible ? ['--permission', '--allow-fs-read=*', '--allow-worker', '--no-warnings'] : [];
}

function give({ stdin }: ChildProcess, order: ReaderOrder, bytes: Uint8Array): void {
  // A process that ended early does not take everything; its end is what counts.
  stdin?.on('error', () => undefined);
  stdin?.write(`${JSON.stringify(order)}\n`);
  stdin?.end(bytes);
}

/** All that it said, once it has ended. @throws app.internal when it never started */
function outputOf(child: ChildProcess, kill: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    child.stdout?.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > mostAnswerBytes) kill();
      else pieces.push(piece);
    });
    child.once('close', () => resolve(Buffer.concat(pieces).toString('utf8')));
    // Also emitted when a kill fails while the process lives: only a process without an id never started.
    child.on('error', (cause) => {
      if (child.pid === undefined) reject(unavailable(cause));
    });
  });
}

/** A process that ended before it had begun to read is our fault, later the document's. */
function answerIn(output: string): ReaderAnswer {
  if (output === '') throw unavailable('it did not start');
  try {
    return readerAnswerSchema.parse(JSON.parse(output));
  } catch {
    return damaged;
  }
}

function unavailable(cause: unknown): PrismeError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).slice(0, 500);
  return new PrismeError('app.internal', { reason: `the reader of documents: ${reason}` }, { cause });
}
