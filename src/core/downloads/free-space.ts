/**
 * Free space on the disk of a folder, and the typed errors of writing there. Runs in the core.
 */
import fs from 'node:fs/promises';
import { PrismeError } from '#contract/errors.ts';

/** Left free, so that a download never takes the last byte from conversations. */
const spareBytes = 256 * 1024 * 1024;

export type FreeBytes = (folder: string) => Promise<number | null>;

/** Bytes that a user may still write; null: this system does not say. */
export const freeBytesOf: FreeBytes = async (folder) => {
  // Not in the Node of every Electron that Prisme runs on.
  if (typeof fs.statfs !== 'function') return null;
  const { bavail, bsize } = await fs.statfs(folder);
  return bavail * bsize;
};

/** @throws download.notEnoughSpace {needBytes, haveBytes} */
export async function requireSpace(folder: string, needBytes: number, freeBytes: FreeBytes): Promise<void> {
  const haveBytes = await freeBytes(folder);
  if (haveBytes !== null && needBytes > 0 && haveBytes < needBytes + spareBytes)
    throw new PrismeError('download.notEnoughSpace', { needBytes: needBytes + spareBytes, haveBytes });
}

/** The typed error of a failed write; what is none passes through. */
export function diskError(cause: unknown): unknown {
  if (cause instanceof PrismeError || !(cause instanceof Error) || !('syscall' in cause)) return cause;
  const code = 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PrismeError('download.notEnoughSpace', { reason: code }, { cause });
  return new PrismeError('download.folderNotWritable', { reason: code }, { cause });
}
