import { afterEach, describe, expect, it } from 'vitest';
import type { ByteCursor } from './byte-cursor.ts';
import { ggufLimits } from './gguf-limits.ts';
import { readBeginning, readName, readStrings, readValue, skipArray } from './read-value.ts';
import { closeFiles, cursorOver } from './testing/cursor-over.ts';

afterEach(closeFiles);

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const array = (elementType: number, count: number, ...elements: Uint8Array[]): Buffer =>
  Buffer.concat([u32(elementType), u64(count), ...elements]);

/** What the value is, and where it ended. */
async function valueOf(type: number, bytes: Uint8Array, size?: number) {
  const cursor = await cursorOver(bytes, size === undefined ? {} : { size });
  return { value: await readValue(cursor, type), end: cursor.position };
}

const corrupt = { code: 'model.corrupt' };
const truncated = { code: 'model.truncated' };
const stringType = 8;
const arrayType = 9;

describe('a metadata value', () => {
  it.each([
    [0, Buffer.from([200]), 200],
    [1, Buffer.from([200]), -56],
    [2, Buffer.from([1, 255]), 0xff01],
    [3, Buffer.from([1, 255]), -255],
    [4, u32(4_000_000_000), 4_000_000_000],
    [5, u32(4_000_000_000), 4_000_000_000 - 2 ** 32],
    [6, u32(0x3fc0_0000), 1.5],
    [7, Buffer.from([1]), true],
    [7, Buffer.from([2]), true],
    [7, Buffer.from([0]), false],
    [10, u64(2 ** 40), 2 ** 40],
    [11, u64((1n << 64n) - 5n), -5],
    [12, u64(0x3ff8_0000_0000_0000n), 1.5],
  ])('of type %i is read whole, and no byte more', async (type, bytes, value) => {
    expect(await valueOf(type, Buffer.concat([bytes, Buffer.alloc(8, 7)]))).toEqual({
      value,
      end: bytes.length,
    });
    await expect(valueOf(type, bytes.subarray(1))).rejects.toMatchObject(truncated);
  });

  it('of a type that does not exist is refused', async () => {
    for (const type of [13, 14, 77, 2 ** 32 - 1])
      await expect(valueOf(type, Buffer.alloc(16))).rejects.toMatchObject(corrupt);
  });

  it('that is no finite number is known to be there, and not kept', async () => {
    expect((await valueOf(6, u32(0x7f80_0000))).value).toBeNull();
    expect((await valueOf(6, u32(0x7fc0_0000))).value).toBeNull();
    expect((await valueOf(10, u64(1n << 60n))).value).toBeNull();
  });

  it('that is a text is kept up to its limit, and walked over beyond', async () => {
    const longest = 'x'.repeat(ggufLimits.keptStringBytes);
    expect(await valueOf(stringType, text(longest))).toEqual({ value: longest, end: 8 + longest.length });
    expect(await valueOf(stringType, text(`${longest}y`))).toEqual({ value: null, end: 9 + longest.length });
    expect(await valueOf(stringType, text(''))).toEqual({ value: '', end: 8 });
    await expect(valueOf(stringType, text('abc').subarray(0, 10))).rejects.toMatchObject(truncated);
    await expect(valueOf(stringType, text(`${longest}y`).subarray(0, -1))).rejects.toMatchObject(truncated);
  });

  it('that is a text may have sixteen megabytes and not one byte more', async () => {
    const limit = ggufLimits.stringBytes;
    expect(await valueOf(stringType, u64(limit), 8 + limit)).toEqual({ value: null, end: 8 + limit });
    await expect(valueOf(stringType, u64(limit + 1), 9 + limit)).rejects.toMatchObject(corrupt);
  });
});

describe('an array', () => {
  it('of numbers is kept, whatever their type, truth values as 0 and 1', async () => {
    expect(await valueOf(arrayType, array(4, 3, u32(1), u32(2), u32(3)))).toEqual({
      value: [1, 2, 3],
      end: 24,
    });
    expect((await valueOf(arrayType, array(7, 3, Buffer.from([1, 0, 9])))).value).toEqual([1, 0, 1]);
    expect((await valueOf(arrayType, array(4, 0))).value).toEqual([]);
  });

  it('keeps a number that is not finite as none, which no bound lets pass, and not as nought', async () => {
    expect((await valueOf(arrayType, array(10, 2, u64(1n << 60n), u64(3)))).value).toEqual([Number.NaN, 3]);
  });

  it('of numbers is kept up to ten thousand, and walked over beyond', async () => {
    const most = ggufLimits.keptNumbers;
    expect((await valueOf(arrayType, array(0, most, Buffer.alloc(most)))).value).toHaveLength(most);
    expect(await valueOf(arrayType, array(2, most + 1, Buffer.alloc(2 * (most + 1))))).toEqual({
      value: null,
      end: 12 + 2 * (most + 1),
    });
    await expect(valueOf(arrayType, array(0, most + 1, Buffer.alloc(most)))).rejects.toMatchObject(truncated);
  });

  it('of texts is walked over to its end', async () => {
    const texts = [text('one'), text(''), text('three')];
    expect(await valueOf(arrayType, array(stringType, 3, ...texts))).toEqual({ value: null, end: 44 });
    await expect(valueOf(arrayType, array(stringType, 4, ...texts))).rejects.toMatchObject(truncated);
  });

  it('with a text of more than sixteen megabytes is refused before it is passed over', async () => {
    const limit = ggufLimits.stringBytes;
    const sized = (length: number) => valueOf(arrayType, array(stringType, 1, u64(length)), 20 + length);
    expect(await sized(limit)).toEqual({ value: null, end: 20 + limit });
    await expect(sized(limit + 1)).rejects.toMatchObject(corrupt);
  });

  it('of two million entries is walked over, of one more refused', async () => {
    const most = ggufLimits.arrayEntries;
    expect((await valueOf(arrayType, array(0, most), 12 + most)).value).toBeNull();
    await expect(valueOf(arrayType, array(0, most + 1), 13 + most)).rejects.toMatchObject(corrupt);
  });

  it('of arrays, or of a type that does not exist, is refused', async () => {
    for (const type of [arrayType, 13, 99])
      await expect(valueOf(arrayType, array(type, 0))).rejects.toMatchObject(corrupt);
    await expect(valueOf(arrayType, array(4, 1).subarray(0, 11))).rejects.toMatchObject(truncated);
  });
});

it('a name ends nowhere but at its end: one with a NUL in it is refused', async () => {
  const name = async (value: string, limit: number) => readName(await cursorOver(text(value)), limit);
  expect(await name('key', 3)).toBe('key');
  expect(await name('clé', 4)).toBe('clé');
  await expect(name('keys', 3)).rejects.toMatchObject(corrupt);
  for (const value of ['\0', 'a\0', '\0a']) await expect(name(value, 9)).rejects.toMatchObject(corrupt);
});

it('texts are read one by one, as many as there should be', async () => {
  const bytes = Buffer.concat([text('a'), text(''), text('▁the')]);
  const read = async (count: number) => readStrings(await cursorOver(bytes), count);
  expect(await read(3)).toEqual(['a', '', '▁the']);
  expect(await read(0)).toEqual([]);
  await expect(read(4)).rejects.toMatchObject(truncated);
  const tooLong = await cursorOver(u64(ggufLimits.stringBytes + 1), { size: ggufLimits.stringBytes + 20 });
  await expect(readStrings(tooLong, 1)).rejects.toMatchObject(corrupt);
});

it('a long text is known by its length and its beginning, and what follows is read next', async () => {
  const kept = ggufLimits.keptStringBytes;
  const cursor = await cursorOver(Buffer.concat([text('a'.repeat(kept) + 'b'.repeat(100)), u32(7)]));
  expect(await readBeginning(cursor, kept)).toEqual({ bytes: kept + 100, beginning: 'a'.repeat(kept) });
  await cursor.ensure(4);
  expect(cursor.u32()).toBe(7);
});

it('elements far behind the window are passed over without being read', async () => {
  const strings = Array.from({ length: 40 }, () => text('x'.repeat(20_000)));
  const bytes = Buffer.concat([...strings, u32(7)]);
  const after = async (cursor: ByteCursor) => {
    await cursor.ensure(4);
    return cursor.u32();
  };
  const texts = await cursorOver(bytes);
  await skipArray(texts, stringType, 40);
  expect(await after(texts)).toBe(7);
  const numbers = await cursorOver(bytes);
  await skipArray(numbers, 0, bytes.length - 4);
  expect(await after(numbers)).toBe(7);
});
