/**
 * Whole rows of logits, kept on disk while other models are held against them: a thousand rows of 50,000 tokens take 200
 * MB. Runs in the core. The file has no name any more once it is open, where the system allows that: it ends with its
 * process, however that ends.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storageError } from '../db/storage-error.ts';

const nameEnd = '.rows';

export type RowFile = {
  /** How many rows there are. */
  readonly rows: number;
  /** @param row raw logits by token id @throws app.diskFull, app.storageFailed */
  append(row: Float32Array): Promise<void>;
  /** @throws app.storageFailed */
  read(index: number): Promise<Float32Array>;
  close(): Promise<void>;
};

/** Takes away first what a process that was killed may have left. @throws app.storageFailed */
export async function openRowFile(dataDir: string, vocabularySize: number): Promise<RowFile> {
  const path = join(dataDir, `${randomUUID()}${nameEnd}`);
  const file = await typed(async () => {
    for (const name of await readdir(dataDir))
      if (name.endsWith(nameEnd)) await rm(join(dataDir, name), { force: true });
    const handle = await open(path, 'wx+', 0o600);
    // Windows keeps a name as long as the file is open.
    await rm(path, { force: true }).catch(() => undefined);
    return handle;
  });
  const rowBytes = 4 * vocabularySize;
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    append: async (row) => {
      await typed(() =>
        writeAll(file, new Uint8Array(row.buffer, row.byteOffset, rowBytes), rows * rowBytes),
      );
      rows++;
    },
    read: async (index) => {
      const row = new Float32Array(vocabularySize);
      const bytes = new Uint8Array(row.buffer);
      await typed(() => readAll(file, bytes, index * rowBytes));
      return row;
    },
    close: async () => {
      await file.close();
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function readAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error('the file of rows is shorter than it was');
    done += bytesRead;
  }
}

async function typed<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw storageError(cause);
  }
}
