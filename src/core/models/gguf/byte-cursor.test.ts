import { afterEach, expect, it } from 'vitest';
import { ggufLimits } from './gguf-limits.ts';
import { closeFiles, cursorOver as over } from './testing/cursor-over.ts';

const windowBytes = 256 * 1024;
afterEach(closeFiles);

const counted = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

it('reads every kind of number, little-endian, one behind the other', async () => {
  const bytes = Buffer.alloc(48);
  bytes.writeUInt8(200, 0);
  bytes.writeInt8(-100, 1);
  bytes.writeUInt16LE(60_000, 2);
  bytes.writeInt16LE(-30_000, 4);
  bytes.writeUInt32LE(4_000_000_000, 6);
  bytes.writeInt32LE(-2_000_000_000, 10);
  bytes.writeFloatLE(1.5, 14);
  bytes.writeDoubleLE(-2.25, 18);
  bytes.writeBigUInt64LE(9_007_199_254_740_991n, 26);
  bytes.writeBigInt64LE(-9_007_199_254_740_991n, 34);
  bytes.write('né', 42);
  const cursor = await over(bytes);
  await cursor.ensure(45);
  const numbers = [cursor.u8(), cursor.i8(), cursor.u16(), cursor.i16(), cursor.u32(), cursor.i32()];
  expect(numbers).toEqual([200, -100, 60_000, -30_000, 4_000_000_000, -2_000_000_000]);
  expect([cursor.f32(), cursor.f64(), cursor.u64(), cursor.i64()]).toEqual([
    1.5,
    -2.25,
    Number.MAX_SAFE_INTEGER,
    -Number.MAX_SAFE_INTEGER,
  ]);
  expect(cursor.text(3)).toBe('né');
  expect(cursor.position).toBe(45);
});

it('turns a number that is no safe integer into an infinite one of its sign', async () => {
  const bytes = Buffer.alloc(24);
  bytes.writeBigUInt64LE(1n << 53n, 0);
  bytes.writeBigInt64LE(1n << 53n, 8);
  bytes.writeBigInt64LE(-(1n << 53n), 16);
  const cursor = await over(bytes);
  await cursor.ensure(24);
  expect([cursor.u64(), cursor.i64(), cursor.i64()]).toEqual([Infinity, Infinity, -Infinity]);
});

it('waits only for bytes that are not there yet', async () => {
  const cursor = await over(counted(100));
  expect(cursor.ensure(0)).toBeUndefined();
  const wait = cursor.ensure(1);
  expect(wait).toBeInstanceOf(Promise);
  await wait;
  expect(cursor.ensure(100)).toBeUndefined();
  cursor.u8();
  expect(cursor.ensure(99)).toBeUndefined();
  await expect(cursor.ensure(100)).rejects.toMatchObject({ code: 'model.truncated' });
});

it('goes on at the right byte behind its window, and with more than a window at once', async () => {
  const bytes = counted(3 * windowBytes);
  const cursor = await over(bytes);
  await cursor.ensure(1);
  cursor.skip(windowBytes - 1);
  expect(cursor.u8()).toBe(bytes[windowBytes - 1]);
  await cursor.ensure(2 * windowBytes);
  expect(cursor.position).toBe(windowBytes);
  expect(cursor.u8()).toBe(bytes[windowBytes]);
  cursor.skip(2 * windowBytes - 2);
  expect(cursor.u8()).toBe(bytes.at(-1));
  expect(cursor.position).toBe(bytes.length);
});

it('passes over bytes inside and outside its window without losing its place', async () => {
  const bytes = counted(2 * windowBytes);
  const cursor = await over(bytes);
  await cursor.ensure(10);
  cursor.skip(3);
  expect([cursor.position, cursor.u8()]).toEqual([3, 3]);
  cursor.skip(windowBytes);
  expect(cursor.position).toBe(windowBytes + 4);
  await cursor.ensure(1);
  expect(cursor.u8()).toBe(bytes[windowBytes + 4]);
  // To the end of the window exactly: nothing is to be read again.
  const last = await over(bytes);
  await last.ensure(1);
  last.skip(windowBytes);
  expect(last.position).toBe(windowBytes);
});

it('holds one window, whatever is asked for, and more only when more is asked for', async () => {
  const cursor = await over(counted(3 * windowBytes));
  await cursor.ensure(1);
  expect(cursor.ensure(windowBytes)).toBeUndefined();
  const more = cursor.ensure(windowBytes + 1);
  expect(more).toBeInstanceOf(Promise);
  await more;
  expect(cursor.ensure(windowBytes + 1)).toBeUndefined();
});

it('says how many bytes are missing, when it reads and when it passes over', async () => {
  const cursor = await over(counted(10));
  await cursor.ensure(10);
  cursor.skip(4);
  const truncated = { code: 'model.truncated', details: { needBytes: 11, haveBytes: 10 } };
  expect(() => cursor.skip(7)).toThrow(expect.objectContaining(truncated));
  await expect(cursor.ensure(7)).rejects.toMatchObject(truncated);
  cursor.skip(6);
  expect(cursor.position).toBe(10);
});

it('says truncated when the file has become shorter than it was', async () => {
  const cursor = await over(counted(10), { claimed: 15 });
  await expect(cursor.ensure(12)).rejects.toMatchObject({
    code: 'model.truncated',
    details: { needBytes: 15, haveBytes: 10 },
  });
});

it('walks to the header limit of a large file and not a byte further', async () => {
  const cursor = await over(counted(1), { size: ggufLimits.headerBytes + 1 });
  cursor.where = 'a key';
  cursor.skip(ggufLimits.headerBytes);
  const corrupt = { code: 'model.corrupt', details: { where: 'a key' } };
  expect(() => cursor.skip(1)).toThrow(expect.objectContaining(corrupt));
  await expect(cursor.ensure(1)).rejects.toMatchObject(corrupt);
  // A file that ends before the limit is too short, not too long.
  const small = await over(counted(1), { size: ggufLimits.headerBytes });
  expect(() => small.skip(ggufLimits.headerBytes + 1)).toThrow(
    expect.objectContaining({ code: 'model.truncated' }),
  );
});

it('reads for ten seconds and not longer', async () => {
  let nowMs = 1_000;
  const cursor = await over(counted(2 * windowBytes), { nowMs: () => nowMs });
  nowMs += ggufLimits.readingMs;
  await cursor.ensure(windowBytes);
  cursor.skip(windowBytes);
  nowMs += 1;
  await expect(cursor.ensure(1)).rejects.toMatchObject({
    code: 'model.unreadable',
    details: { reason: 'timeout' },
  });
});

it('names the place of damage in at most two hundred characters', async () => {
  const cursor = await over(counted(1));
  expect(cursor.corrupt().details).toEqual({ where: 'header' });
  expect(cursor.corrupt('x'.repeat(300)).details).toEqual({ where: 'x'.repeat(200) });
});
