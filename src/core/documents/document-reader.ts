/**
 * Entry of the process that reads one document and ends. Started by read-in-process.ts, in every shell the same way. The
 * document itself is read in a thread (document-thread.ts), so that this one can watch what the process holds, and say why it
 * was too much. It opens no connection, writes no file, and ends when the core does.
 */
import '#egress/guard-this-process.ts';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReaderAnswer, ReaderOrder, ThreadMessage, ThreadOrder } from './reader-protocol.ts';

const lookEveryMs = 20;
const bytesOfMegabyte = 1024 * 1024;
const lineFeed = 0x0a;

// Beside this file, as source and as built.
const threadFile = join(import.meta.dirname, `document-thread${extname(import.meta.filename)}`);

process.once('disconnect', () => process.exit(0));
void takeOrder().then(watch);

/** @throws Error when the core ended in the middle of it */
async function takeOrder(): Promise<ThreadOrder> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  const input = Buffer.concat(pieces);
  const headEnd = input.indexOf(lineFeed);
  // Made by read-in-process.ts, which starts this file and nothing else does.
  const order = JSON.parse(input.subarray(0, headEnd).toString('utf8')) as ReaderOrder;
  const bytes = new Uint8Array(input.subarray(headEnd + 1));
  if (bytes.length !== order.sizeBytes) throw new Error('the document was cut off on its way');
  return { ...order, bytes };
}

function watch(order: ThreadOrder): void {
  const { heapBytes, memoryBytes } = order.limits;
  const tooMuch: ReaderAnswer = { refused: 'tooLarge', limits: { limitMemoryBytes: memoryBytes } };
  const thread = new Worker(threadFile, {
    workerData: order,
    transferList: [order.bytes.buffer as ArrayBuffer],
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / bytesOfMegabyte) },
    stdout: true,
    stderr: true,
  });
  let hasBegun = false;
  thread.on('message', (message: ThreadMessage) => {
    if (message !== 'begun') return answer(message);
    hasBegun = true;
    process.stdout.write('\n');
  });
  const fail = (): void => {
    // Before it has begun it is Prisme that is broken, and not the document.
    if (!hasBegun) process.exit(1);
    answer({ refused: 'damaged', limits: {} });
  };
  thread.on('error', (error: NodeJS.ErrnoException) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? answer(tooMuch) : fail(),
  );
  // It waited for something that never comes.
  thread.on('exit', fail);
  setInterval(() => {
    if (process.memoryUsage.rss() > memoryBytes) answer(tooMuch);
  }, lookEveryMs);
}

let isAnswered = false;

function answer(message: ReaderAnswer): void {
  if (isAnswered) return;
  isAnswered = true;
  process.stdout.write(`${JSON.stringify(message)}\n`, () => process.exit(0));
}
