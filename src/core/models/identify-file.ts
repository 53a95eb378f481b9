/**
 * Finds out what a file is: a model with its summary and vocabulary, or a typed error. Runs in the core, with our own
 * bounded reader only. The header is read before the whole file is hashed: what is no model is told quickly.
 */
import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { type ModelSummary, summariseHeader } from './gguf/header-summary.ts';
import type { GgufHeader } from './gguf/gguf-header.ts';
import { hashModel, modelIdOf, unreadable } from './hash-file.ts';
import { modelPaths, readModelHeader } from './split-model.ts';
import { vocabularyOf } from './vocabulary.ts';

/** Tells whether a file is the one that was read before. */
export type FileStamp = {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Device and inode: the same for a file that was moved. Null: the file system has none. Not compared by isSameStamp. */
  readonly fileKey: string | null;
};

/** A file whose whole content was just read for its hash. The stamp is the same before and after that reading. */
export type VerifiedFile = { readonly sha256: string; readonly stamp: FileStamp };

/** A model without its id, which is the expensive part. */
export type DescribedModel = {
  readonly stamp: FileStamp;
  /** What the summary was made from. Large: for whoever looks at it at once, not for keeping. */
  readonly header: GgufHeader;
  readonly summary: ModelSummary;
  readonly vocabulary: Vocabulary;
};

export type IdentifiedModel = DescribedModel & { readonly id: ModelId };

/**
 * @param verified the model's files in their order, where somebody knows their hashes: if every one is still the file that
 * was read (device, inode, size and time), none is read again
 * @throws model.unreadable, model.notGguf, model.truncated, model.corrupt, model.unsupportedVersion, model.unsupportedArchitecture, model.partMissing
 */
export async function identifyFile(
  path: string,
  verified: readonly VerifiedFile[] = [],
): Promise<IdentifiedModel> {
  const described = await describeFile(path);
  const id = (await knownId(path, verified)) ?? (await hashModel(modelPaths(path)));
  // Still being written (a download, a copy): what was read is a mixture.
  if (!isSameStamp(described.stamp, await stampOf(path)))
    throw new PrismeError('model.unreadable', { reason: 'changed' });
  return { id, ...described };
}

/** Null: somebody has to read the files. */
async function knownId(path: string, verified: readonly VerifiedFile[]): Promise<ModelId | null> {
  const paths = modelPaths(path);
  if (verified.length !== paths.length) return null;
  for (const [index, { stamp }] of verified.entries()) {
    const now = await stat(paths[index] ?? '', { bigint: true }).catch(() => null);
    const isSame = now !== null && stamp.fileKey !== null && stampFrom([now]).fileKey === stamp.fileKey;
    if (!isSame || !isSameStamp(stamp, stampFrom([now]))) return null;
  }
  return modelIdOf(verified.map(({ sha256 }) => sha256));
}

/** What the header says, in the time that a header takes. @throws what identifyFile throws */
export async function describeFile(path: string): Promise<DescribedModel> {
  const stamp = await stampOf(path);
  const header = await readModelHeader(path);
  const summary = summariseHeader(header);
  const vocabulary = await vocabularyOf(header);
  return { stamp, header, summary, vocabulary };
}

/** @throws model.unreadable when the (first) file cannot be looked at */
export async function stampOf(path: string): Promise<FileStamp> {
  try {
    const stats = await Promise.all(
      modelPaths(path).map((part, index) =>
        index === 0 ? stat(part, { bigint: true }) : stat(part, { bigint: true }).catch(() => null),
      ),
    );
    return stampFrom(stats);
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** Null: it is not there, or cannot be looked at. */
export function stampIfThere(path: string): Promise<FileStamp | null> {
  return stampOf(path).catch(() => null);
}

/** The same at once; for the start, before anything else can happen. */
export function stampNow(path: string): FileStamp | null {
  const stats = modelPaths(path).map((part) => {
    try {
      return statSync(part, { bigint: true, throwIfNoEntry: false }) ?? null;
    } catch {
      return null;
    }
  });
  return (stats[0] ?? null) === null ? null : stampFrom(stats);
}

/**
 * Of a split model, the sizes of its files together and the time of the one that changed last: a part that is missing
 * changes the size.
 */
export function stampFrom(stats: readonly (BigIntStats | null)[]): FileStamp {
  const found = stats.filter((each) => each !== null);
  const [first] = found;
  return {
    sizeBytes: found.reduce((sum, { size }) => sum + Number(size), 0),
    modifiedAtMs: Math.max(0, ...found.map(({ mtimeNs }) => milliseconds(mtimeNs))),
    fileKey: first === undefined || first.ino === 0n ? null : `${first.dev}:${first.ino}`,
  };
}

/** As node's own mtimeMs: what was stored from that must compare equal. */
function milliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) * 1_000 + Number(nanoseconds % 1_000_000_000n) / 1e6;
}

export function isSameStamp(
  left: Pick<FileStamp, 'sizeBytes' | 'modifiedAtMs'>,
  right: Pick<FileStamp, 'sizeBytes' | 'modifiedAtMs'>,
): boolean {
  return left.sizeBytes === right.sizeBytes && left.modifiedAtMs === right.modifiedAtMs;
}
