/**
 * A cursor over a real file with given bytes. Runs in tests only. The files stay open until `closeFiles`, which a test
 * file calls after each test.
 */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ByteCursor } from '../byte-cursor.ts';

const openFiles = new Map<FileHandle, string>();

/**
 * `size`: the length of the file, which makes one that is longer than its bytes sparse. `claimed`: the length that the
 * cursor is told.
 */
export async function cursorOver(
  bytes: Uint8Array,
  options: { readonly size?: number; readonly claimed?: number; readonly nowMs?: () => number } = {},
): Promise<ByteCursor> {
  const size = options.size ?? bytes.length;
  const folder = mkdtempSync(join(tmpdir(), 'prisme-cursor-'));
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  truncateSync(path, size);
  const file = await open(path, 'r');
  openFiles.set(file, folder);
  return new ByteCursor(file, options.claimed ?? size, options.nowMs ?? (() => 0));
}

export async function closeFiles(): Promise<void> {
  for (const [file, folder] of openFiles) {
    await file.close();
    rmSync(folder, { recursive: true });
  }
  openFiles.clear();
}
