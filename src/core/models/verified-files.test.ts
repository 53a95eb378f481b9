import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../fixtures/hostile-hub.ts';
import { hashModel, modelIdOf } from './hash-file.ts';
import { identifyFile, stampOf, type VerifiedFile } from './identify-file.ts';
import { smallModelFile, splitModelFiles } from './testing/small-model-file.ts';

let folder: string;
let path: string;
const content = Buffer.from(smallModelFile('a'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-verified-'));
  path = join(folder, 'a.gguf');
  writeFileSync(path, content);
});
afterEach(() => rmSync(folder, { recursive: true }));

const verifiedAt = async (...paths: string[]): Promise<VerifiedFile[]> =>
  Promise.all(
    paths.map(async (each) => ({ sha256: sha256Of(readFileSync(each)), stamp: await stampOf(each) })),
  );

/** Its last byte is another one: a tensor's, so that the header says the same. */
function change(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
  writeFileSync(file, bytes, { flag: 'r+' });
}

const setTime = (ms: number): void => utimesSync(path, ms / 1_000, ms / 1_000);

describe('a file that somebody has just verified', () => {
  it('is not read a second time, also under another name', async () => {
    setTime(1_700_000_000_000);
    const verified = await verifiedAt(path);
    // Nothing that a stamp knows has changed: only reading the file would notice.
    change(path);
    setTime(1_700_000_000_000);
    const moved = join(folder, 'b.gguf');
    renameSync(path, moved);
    expect((await identifyFile(moved, verified)).id).toBe(sha256Of(content));
    expect(await hashModel([moved])).not.toBe(sha256Of(content));
  });

  it('is read again when it was changed, replaced, or is longer than it was', async () => {
    const verified = await verifiedAt(path);
    change(path);
    setTime(statSync(path).mtimeMs + 5_000);
    expect((await identifyFile(path, verified)).id).toBe(sha256Of(readFileSync(path)));

    setTime(1_700_000_000_000);
    const again = await verifiedAt(path);
    const other = join(folder, 'other');
    writeFileSync(other, smallModelFile('b'));
    renameSync(other, path);
    setTime(1_700_000_000_000);
    expect((await identifyFile(path, again)).id).toBe(sha256Of(readFileSync(path)));
  });

  it('is read where the stamp says no inode, or of some files nothing is known', async () => {
    const [one] = await verifiedAt(path);
    if (one === undefined) throw new Error('no stamp');
    const wrong = { ...one, sha256: 'f'.repeat(64) };
    expect((await identifyFile(path, [wrong])).id).toBe('f'.repeat(64));
    const withoutInode = { ...wrong, stamp: { ...wrong.stamp, fileKey: null } };
    expect((await identifyFile(path, [withoutInode])).id).toBe(sha256Of(content));
    expect((await identifyFile(path, [wrong, wrong])).id).toBe(sha256Of(content));
    expect((await identifyFile(path, [])).id).toBe(sha256Of(content));
  });

  it('may be split: then each of its files is compared', async () => {
    const paths = splitModelFiles('s').map((bytes, index) => {
      const part = join(folder, `s-0000${index + 1}-of-00002.gguf`);
      writeFileSync(part, bytes);
      return part;
    });
    const verified = await verifiedAt(...paths);
    const [first = ''] = paths;
    const id = modelIdOf(verified.map(({ sha256 }) => sha256));
    expect((await identifyFile(first, verified)).id).toBe(id);
    const wrong = verified.map((each) => ({ ...each, sha256: 'f'.repeat(64) }));
    change(paths[1] ?? '');
    utimesSync(paths[1] ?? '', 1, 1);
    const changed = (await identifyFile(first, wrong)).id;
    expect(changed).toBe(await hashModel(paths));
    expect(changed).not.toBe(id);
  });
});
