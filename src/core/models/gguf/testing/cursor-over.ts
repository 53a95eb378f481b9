/**
 * A cursor over a real file with given bytes. Runs in tests only. The file and its folder go when the test ends.
 */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ByteCursor } from '../byte-cursor.ts';

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
  onTestFinished(async () => {
    await file.close();
    rmSync(folder, { recursive: true });
  });
  return new ByteCursor(file, options.claimed ?? size, options.nowMs ?? (() => 0));
}
