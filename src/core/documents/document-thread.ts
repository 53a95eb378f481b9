/**
 * The thread that reads one document: the only place where a reader of PDF or Word meets the bytes of a stranger. A worker
 * thread of document-reader.ts with a memory limit of its own; it may be ended at any moment.
 */
import '#egress/guard-this-process.ts';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type DocumentFormat,
  type DocumentText,
  mostDocumentCharacters,
  mostDocumentPages,
} from '#contract/document-text.ts';
import { type DocumentKind, kindOf } from './document-kind.ts';
import { readText } from './read-text.ts';
import type { ReaderAnswer, ThreadMessage, ThreadOrder } from './reader-protocol.ts';
import { Refusal } from './refusal.ts';

/** The pages of a document. @throws Refusal, or anything: then it is damaged */
type Reader = (order: ThreadOrder) => Promise<readonly string[]> | readonly string[];

// The libraries leave promises behind that fail when a file is damaged; whoever waits for the document hears of it anyway.
process.on('unhandledRejection', () => undefined);

// Made by document-reader.ts, which starts this file and nothing else does.
const order = workerData as ThreadOrder;
const kind = kindOf(order.name, order.bytes);
const read = await readerOf(kind);
tell('begun');
tell(await readDocument());

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

/** Each library takes a tenth of a second to load, so only the one that is needed is. */
async function readerOf(kind: DocumentKind): Promise<Reader> {
  if (kind === 'pdf') return (await import('./read-pdf.ts')).readPdf;
  if (kind === 'docx') return (await import('./read-docx.ts')).readDocx;
  if (kind === 'locked') return refuse('encrypted');
  if (kind === 'broken') return refuse('damaged');
  if (kind === 'other') return refuse('unsupported');
  return ({ bytes }) => {
    const text = readText(bytes);
    if (text === null) throw new Refusal('unsupported');
    return [text];
  };
}

function refuse(reason: 'encrypted' | 'damaged' | 'unsupported'): Reader {
  return () => {
    throw new Refusal(reason);
  };
}

async function readDocument(): Promise<ReaderAnswer> {
  try {
    return { text: checked(kind as DocumentFormat, await read(order)) };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal('damaged', {}, { cause: error });
    return { refused: refusal.reason, limits: refusal.limits };
  }
}

/** @throws Refusal noText, tooLarge */
function checked(
  format: DocumentFormat,
  readPages: readonly string[],
): DocumentText & { readonly pages: string[] } {
  // What the database and UTF-8 cannot hold: a zero character, and half of a pair.
  const pages = readPages.map((page) => page.toWellFormed().replaceAll('\0', ''));
  if (pages.length > mostDocumentPages) throw new Refusal('tooLarge', { limitPages: mostDocumentPages });
  const characters = pages.reduce((sum, page) => sum + page.length, 0);
  if (characters > mostDocumentCharacters)
    throw new Refusal('tooLarge', { limitCharacters: mostDocumentCharacters });
  if (pages.every((page) => page.trim() === '')) throw new Refusal('noText');
  return { format, pages, isPaged: format === 'pdf' };
}
