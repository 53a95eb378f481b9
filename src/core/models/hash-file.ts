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

/** @throws model.unreadable {reason} */
export async function hashFile(path: string): Promise<ModelId> {
  try {
    const file = await open(path, 'r');
    try {
      return modelIdSchema.parse(await hashOf(file));
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
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
