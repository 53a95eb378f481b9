/**
 * Finds out what a file is: a model with its summary and vocabulary, or a typed error. Runs in the core, with our own
 * bounded reader only. The header is read before the whole file is hashed: what is no model is told quickly.
 */
import { stat } from 'node:fs/promises';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { type ModelSummary, summariseHeader } from './gguf/header-summary.ts';
import type { GgufHeader } from './gguf/gguf-header.ts';
import { readGgufHeader } from './gguf/read-header.ts';
import { hashFile, unreadable } from './hash-file.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Tells whether a file is the one that was read before. */
export type FileStamp = { readonly sizeBytes: number; readonly modifiedAtMs: number };

export type IdentifiedModel = {
  readonly id: ModelId;
  readonly stamp: FileStamp;
  /** What the summary was made from. Large: for whoever looks at it at once, not for keeping. */
  readonly header: GgufHeader;
  readonly summary: ModelSummary;
  readonly vocabulary: Vocabulary;
};

/** @throws model.unreadable, model.notGguf, model.truncated, model.corrupt, model.unsupportedVersion, model.unsupportedArchitecture */
export async function identifyFile(path: string): Promise<IdentifiedModel> {
  const stamp = await stampOf(path);
  const header = await readGgufHeader(path);
  const summary = summariseHeader(header);
  const vocabulary = await vocabularyOf(header);
  const id = await hashFile(path);
  const stampNow = await stampOf(path);
  // Still being written (a download, a copy): what was read is a mixture.
  if (!isSameStamp(stamp, stampNow)) throw new PrismeError('model.unreadable', { reason: 'changed' });
  return { id, stamp, header, summary, vocabulary };
}

/** @throws model.unreadable */
export async function stampOf(path: string): Promise<FileStamp> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, modifiedAtMs: mtimeMs };
  } catch (cause) {
    throw unreadable(cause);
  }
}

export function isSameStamp(left: FileStamp, right: FileStamp): boolean {
  return left.sizeBytes === right.sizeBytes && left.modifiedAtMs === right.modifiedAtMs;
}
