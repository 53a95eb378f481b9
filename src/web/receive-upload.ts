/**
 * Takes a file that the page sends and keeps it in the data folder. Runs in the web shell. The name that came with the
 * file only lends its letters: the file is created under a name of our own, and known to the page by a ticket.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PrismeError } from '#contract/errors.ts';

/** Left free on the disk, so that the database can go on writing. */
const reservedBytes = 200_000_000;

/** Removes what interrupted uploads of an earlier run left behind. */
export async function clearInterruptedUploads(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.endsWith('.part')).map((name) => rm(join(folder, name), { force: true })),
  );
}

/**
 * Streams the body of a request into `folder`; resolves with the path once everything is on disk.
 * @throws file.tooLarge `{ freeBytes }`, app.diskFull, app.storageFailed; nothing stays behind then.
 */
export async function receiveUpload(
  request: IncomingMessage,
  folder: string,
  givenName: string,
): Promise<string> {
  const path = join(folder, uploadName(givenName));
  const part = `${path}.part`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(folder);
    const freeBytes = Math.max(0, bavail * bsize - reservedBytes);
    if (Number(request.headers['content-length'] ?? 0) > freeBytes)
      throw new PrismeError('file.tooLarge', { freeBytes });
    await pipeline(request, limit(freeBytes), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    await syncToDisk(part);
    await rename(part, path);
    return path;
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw asPrismeError(cause);
  }
}

/** Letters, digits, dots and hyphens of the given name, and a part that makes it unique. */
export function uploadName(givenName: string, id: string = randomUUID()): string {
  const letters = givenName
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return `${letters || 'model'}-${id.slice(0, 8)}.gguf`;
}

function limit(maxBytes: number): Transform {
  let seenBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seenBytes += chunk.length;
      if (seenBytes > maxBytes) done(new PrismeError('file.tooLarge', { freeBytes: maxBytes }));
      else done(null, chunk);
    },
  });
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asPrismeError(cause: unknown): PrismeError {
  if (cause instanceof PrismeError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PrismeError('app.diskFull', {}, { cause });
  return new PrismeError('app.storageFailed', {}, { cause });
}
