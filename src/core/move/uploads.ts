/**
 * Keeps the files of an import, as they come in parts, in a private folder until it is over. Runs in the core. Their names stay
 * names: on disk they are numbers.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { ImportFile } from './read-files.ts';

export type UploadPart = {
  readonly uploadId: string;
  readonly fileIndex: number;
  readonly fileName: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
};

export type Uploads = {
  /** @throws file.expired, or the file system's error */
  take(part: UploadPart): Promise<void>;
  /** @throws file.expired */
  files(uploadId: string): readonly ImportFile[];
  /** Removes the files; safe to call again. */
  clear(): void;
};

type Upload = { readonly id: string; readonly files: { name: string; path: string; sizeBytes: number }[] };

/** One import at a time: whoever begins another one gives up the one before. */
export function createUploads(folder: string, isWritable = true): Uploads {
  let upload: Upload | null = null;
  const clear = (): void => {
    upload = null;
    if (isWritable) rmSync(folder, { recursive: true, force: true });
  };
  // What an earlier run left behind when it was killed.
  clear();
  const begin = (id: string): Upload => {
    clear();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { id, files: [] };
  };
  return {
    take: async ({ uploadId, fileIndex, fileName, offset, bytes }) => {
      if (fileIndex === 0 && offset === 0) upload = begin(uploadId);
      const current = upload;
      if (current?.id !== uploadId) throw new PrismeError('file.expired');
      const path = join(folder, String(fileIndex));
      if (offset === 0 && fileIndex === current.files.length) {
        current.files.push({ name: fileName, path, sizeBytes: bytes.length });
        return writeFile(path, bytes, { mode: 0o600 });
      }
      const file = current.files[fileIndex];
      if (file === undefined || fileIndex !== current.files.length - 1 || file.sizeBytes !== offset)
        throw new PrismeError('file.expired');
      file.sizeBytes += bytes.length;
      return appendFile(path, bytes);
    },
    files: (uploadId) => {
      if (upload?.id !== uploadId) throw new PrismeError('file.expired');
      return upload.files;
    },
    clear,
  };
}
