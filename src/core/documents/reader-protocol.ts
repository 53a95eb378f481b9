/**
 * What the core and the process that reads a document say to each other. Types and bounds only.
 *
 * The core writes one line of JSON (ReaderOrder) and then the bytes of the file to the process's standard input. It answers
 * on its standard output with an empty line when it is about to read, and then with one line of JSON (ReaderAnswer).
 */
import { z } from 'zod';
import { documentTextSchema } from '#contract/document-text.ts';

export type ReaderLimits = {
  /** From the start of the process until it is about to read, and from there to its answer. By the clock. */
  readonly startingMs: number;
  readonly readingMs: number;
  /** What JavaScript may hold. */
  readonly heapBytes: number;
  /** What the whole process may hold. */
  readonly memoryBytes: number;
  /** What all parts of a packed document come to. */
  readonly unpackedBytes: number;
};

export type ReaderOrder = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly limits: ReaderLimits;
};

/** The codes of the catalogue that a reader answers with, less "document.". The core adds the name of the file. */
const reasonSchema = z.enum(['unsupported', 'damaged', 'encrypted', 'noText', 'tooLarge', 'timedOut']);

/** What a document is more than: one of these is in a refusal as too large. */
const limitsSchema = z.strictObject({
  limitBytes: z.int().optional(),
  limitMemoryBytes: z.int().optional(),
  limitCharacters: z.int().optional(),
  limitPages: z.int().optional(),
});

export const readerAnswerSchema = z.union([
  z.strictObject({ text: documentTextSchema }),
  z.strictObject({ refused: reasonSchema, limits: limitsSchema }),
]);
export type ReaderAnswer = z.infer<typeof readerAnswerSchema>;
export type RefusalReason = z.infer<typeof reasonSchema>;
export type RefusalLimits = z.infer<typeof limitsSchema>;

/** What the thread of that process is started with. */
export type ThreadOrder = ReaderOrder & { readonly bytes: Uint8Array };
/** `begun`: what it needs is loaded, from now on it is the document that takes time and may harm. */
export type ThreadMessage = 'begun' | ReaderAnswer;

/** Four million characters in UTF-8, more than half of them escaped; beyond that it is no answer of ours. */
export const mostAnswerBytes = 32 * 1024 * 1024;
