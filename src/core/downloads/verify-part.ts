/**
 * Compares a whole file's SHA-256 with the hub's. Runs in the core. Several connections write several places at once, so
 * the hash is taken by reading, in pieces of a few milliseconds.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PartFile } from './part-file.ts';

const pieceBytes = 2 * 1024 * 1024;

/** @returns whether it is the file that it should be. @throws the signal's reason, the file system's error */
export async function verifyPart(
  part: PartFile,
  sha256: string,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<boolean> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of part.read(pieceBytes)) {
    hash.update(piece);
    bytes += piece.length;
    onProgress(bytes);
    await nextTurn();
    signal.throwIfAborted();
  }
  return bytes === part.sizeBytes && hash.digest('hex') === sha256;
}
