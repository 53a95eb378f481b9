import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { breakSeal, checkSeal, sealDatabase, sealPath } from './seal.ts';
import { flushesAndRenames, nextDescriptor } from './testing/file-operations.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-seal-'));
  path = join(folder, 'prisme.db');
  writeFileSync(path, 'some content');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a file that nobody changed is intact, for as many times as it is looked at', () => {
  sealDatabase(path);
  expect([checkSeal(path), checkSeal(path)]).toEqual(['intact', 'intact']);
});

it('a seal is the size and the checksum, readable by its owner alone', () => {
  sealDatabase(path);
  expect(sealPath(path)).toBe(`${path}.seal`);
  expect(JSON.parse(readFileSync(sealPath(path), 'utf8'))).toEqual({
    sizeBytes: 12,
    crc32: crc32('some content'),
  });
  if (process.platform !== 'win32') expect(statSync(sealPath(path)).mode & 0o777).toBe(0o600);
});

it.each([
  ['a byte', () => writeFileSync(path, 'some Content')],
  ['a byte at the end', () => appendFileSync(path, '\0')],
  ['the last byte', () => truncateSync(path, 11)],
  ['everything', () => truncateSync(path, 0)],
])('a change of %s is noticed', (_what, change) => {
  sealDatabase(path);
  change();
  expect(checkSeal(path)).toBe('changed');
});

it('a change of size is noticed even where the checksum is the same', () => {
  sealDatabase(path);
  const seal = { sizeBytes: 13, crc32: crc32('some content') };
  writeFileSync(sealPath(path), JSON.stringify(seal));
  expect(checkSeal(path)).toBe('changed');
});

it('every byte of a file of several slices counts', () => {
  const bytes = Buffer.alloc(9 * 1024 * 1024, 7);
  writeFileSync(path, bytes);
  sealDatabase(path);
  expect(checkSeal(path)).toBe('intact');
  for (const at of [0, 4 * 1024 * 1024 - 1, 4 * 1024 * 1024, bytes.length - 1]) {
    bytes[at] = 8;
    writeFileSync(path, bytes);
    expect(checkSeal(path), String(at)).toBe('changed');
    bytes[at] = 7;
  }
});

it('without a seal, or with one that makes no sense, nothing is known', () => {
  expect(checkSeal(path)).toBe('unsealed');
  for (const text of [
    '',
    '{',
    '{}',
    '[]',
    '{"sizeBytes":12}',
    '{"crc32":1}',
    '{"sizeBytes":"12","crc32":1}',
  ]) {
    writeFileSync(sealPath(path), text);
    expect(checkSeal(path), text).toBe('unsealed');
  }
});

it('a broken seal is gone, and may be broken again', () => {
  sealDatabase(path);
  breakSeal(path);
  expect(checkSeal(path)).toBe('unsealed');
  breakSeal(path);
  sealDatabase(path);
  expect(checkSeal(path)).toBe('intact');
});

it('a broken seal is gone for good before anything else is written', () => {
  sealDatabase(path);
  expect(flushesAndRenames(folder, () => breakSeal(path))).toEqual(['flush .']);
});

it('the file is closed again, whatever was found', () => {
  const before = nextDescriptor(path);
  sealDatabase(path);
  expect(checkSeal(path)).toBe('intact');
  expect(nextDescriptor(path)).toBe(before);
});

it('a file that cannot be read is said to be so, as a typed error', () => {
  sealDatabase(path);
  rmSync(path);
  expect(() => checkSeal(path)).toThrow(expect.objectContaining({ code: 'app.storageFailed' }));
});
