/**
 * The identity of a model file: the SHA-256 of its content. Runs in the core, in pieces of a few milliseconds, so that
 * a file of many gigabytes is hashed while everything else goes on.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PrismeError } from '#contract/errors.ts';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';

const pieceBytes = 2 * 1024 * 1024;

/**
 * The id of a model: the SHA-256 of its file. Of one that is split over several files it is the SHA-256 of their
 * hashes, a line each (64 hexadecimal digits and a line feed), in their order: what `sha256sum` prints for the files can
 * be checked against it, and none of them has to be read twice.
 * @throws model.unreadable {reason}; the signal's reason once it is aborted
 */
export async function hashModel(paths: readonly string[], signal?: AbortSignal): Promise<ModelId> {
  const hashes: string[] = [];
  for (const path of paths) hashes.push(await hashFile(path, signal));
  return modelIdOf(hashes);
}

/** @param hashes of the model's files, in their order */
export function modelIdOf(hashes: readonly string[]): ModelId {
  if (hashes.length === 1) return modelIdSchema.parse(hashes[0]);
  const hash = createHash('sha256');
  for (const each of hashes) hash.update(`${each}\n`);
  return modelIdSchema.parse(hash.digest('hex'));
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      return await hashOf(file, signal);
    } finally {
      await file.close();
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreadable(cause);
  }
}

async function hashOf(file: FileHandle, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece, 0, pieceBytes, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    await nextTurn();
  }
}

/** The typed error of a failed read. */
export function unreadable(cause: unknown): PrismeError {
  if (cause instanceof PrismeError) return cause;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new PrismeError('model.unreadable', { reason }, { cause });
}
