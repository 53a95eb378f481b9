/**
 * The words of a document. Runs in the core; the document itself is read in a process of its own, two at a time, because what
 * is in a file may hang, exhaust or crash whoever reads it. Stores nothing and knows no conversation.
 */
import { type DocumentText, mostDocumentBytes } from '#contract/document-text.ts';
import { PrismeError } from '#contract/errors.ts';
import { readInProcess } from './read-in-process.ts';
import type { ReaderLimits } from './reader-protocol.ts';
import { createTurns } from './turns.ts';

const mebibyte = 1024 * 1024;
const readersAtOnce = 2;
const longestName = 255;

export const usualLimits: ReaderLimits = {
  startingMs: 60_000,
  readingMs: 13_000,
  heapBytes: 512 * mebibyte,
  memoryBytes: 800 * mebibyte,
  unpackedBytes: 256 * mebibyte,
};

/** For the whole process of the core: what counts is the machine's memory. */
const takeTurn = createTurns(readersAtOnce);

/**
 * Text files give one string; a PDF gives one for each page, empty pages included. Line ends are line feeds.
 * @param file its name decides between kinds of text and stands in every error; the bytes are not kept
 * @param signal ends the reading at once; the promise is then rejected with its reason
 * @throws document.unsupported, document.damaged, document.encrypted, document.noText, document.tooLarge, document.timedOut
 */
export function extractDocument(
  file: { readonly name: string; readonly bytes: Uint8Array },
  signal?: AbortSignal,
): Promise<DocumentText> {
  return extractWithin(file, usualLimits, signal);
}

/** The same within other limits. */
export async function extractWithin(
  { name: fullName, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  limits: ReaderLimits,
  signal?: AbortSignal,
): Promise<DocumentText> {
  const name = fullName.slice(-longestName);
  if (bytes.length > mostDocumentBytes)
    throw new PrismeError('document.tooLarge', { name, limitBytes: mostDocumentBytes });
  const leave = await takeTurn(signal);
  try {
    const answer = await readInProcess({ name, bytes }, limits, signal);
    if ('text' in answer) return answer.text;
    throw new PrismeError(`document.${answer.refused}`, { name, ...definedOf(answer.limits) });
  } finally {
    leave();
  }
}

const definedOf = (limits: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(limits).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
