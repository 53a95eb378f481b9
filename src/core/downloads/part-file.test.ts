import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteSuffix, PartFile, removePart } from './part-file.ts';

const target = { sizeBytes: 1_000, sha256: 'a'.repeat(64) };
const content = randomBytes(1_000);

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-part-'));
  path = join(folder, 'x.part');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function fill(part: PartFile, bytes: number): Promise<void> {
  const gap = part.gaps.take(1);
  if (gap === null) throw new Error('nothing is missing');
  const at = gap.from;
  await part.write(content.subarray(at, at + bytes), at);
  part.gaps.fill(gap, bytes);
  part.noteProgress(bytes);
  part.gaps.giveBack(gap);
}

async function opened(): Promise<number> {
  const part = await PartFile.open(path, target);
  await part.close();
  return part.receivedBytes;
}

type Note = { bootedAt: number; missing: unknown };
const noteNow = (): Note => JSON.parse(readFileSync(path + noteSuffix, 'utf8')) as Note;

describe('a part', () => {
  beforeEach(async () => {
    const part = await PartFile.open(path, target);
    await fill(part, 300);
    await part.flush();
    await fill(part, 100);
    // What is written but not forced to disk: as after a kill.
    await part.close();
  });

  it('knows after a kill what it holds', async () => {
    expect(await opened()).toBe(400);
    expect(readFileSync(path).subarray(0, 400).equals(content.subarray(0, 400))).toBe(true);
  });

  it('trusts only what was forced to disk, once the machine was started anew', async () => {
    const note = noteNow();
    writeFileSync(path + noteSuffix, JSON.stringify({ ...note, bootedAt: note.bootedAt - 3_600 }));
    expect(await opened()).toBe(300);
  });

  it.each<[string, () => void]>([
    ['its note is about another file', () => writeFileSync(path + noteSuffix, JSON.stringify({ ...noteNow(), sha256: 'b'.repeat(64) }))],
    ['its note is torn', () => truncateSync(path + noteSuffix, 20)],
    ['its note is gone', () => rmSync(path + noteSuffix)],
    ['its note says more than there can be', () => writeFileSync(path + noteSuffix, JSON.stringify({ ...noteNow(), missing: [[700, 300]] }))],
    ['the data is shorter than the note says', () => truncateSync(path, 399)],
    ['the data is gone', () => rmSync(path)],
  ])('begins anew when %s', async (_, harm) => {
    harm();
    expect(await opened()).toBe(0);
  }); // prettier-ignore

  it('can begin anew by itself, also after a kill', async () => {
    const part = await PartFile.open(path, target);
    part.setEtag('"one"');
    await part.startAgain();
    await part.close();
    expect([await opened(), readFileSync(path).length]).toEqual([0, 0]);
  });

  it('remembers that it was verified, and what the server called it', async () => {
    const part = await PartFile.open(path, target);
    part.setEtag('"one"');
    await part.markVerified();
    await part.close();
    const again = await PartFile.open(path, target);
    expect([again.isVerified, again.etag]).toEqual([true, '"one"']);
    await again.close();
  });

  it('goes with its note', async () => {
    await removePart(path);
    await removePart(path);
    expect([existsSync(path), existsSync(path + noteSuffix)]).toEqual([false, false]);
  });
});
