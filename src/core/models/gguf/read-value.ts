/**
 * Reads one metadata value of a GGUF file within the limits. Runs in the core. Source of the format: docs/gguf.md of
 * the ggml project. Nested arrays are refused (llama.cpp refuses them too).
 */
import type { ByteCursor } from './byte-cursor.ts';
import type { GgufValue } from './gguf-header.ts';
import { ggufLimits } from './gguf-limits.ts';

export const stringType = 8;
export const arrayType = 9;

type Scalar = { readonly bytes: number; read(cursor: ByteCursor): number | boolean };

/** GGUF value type number → its width and reader; strings (8) and arrays (9) are read below. */
const scalars: ReadonlyMap<number, Scalar> = new Map<number, Scalar>([
  [0, { bytes: 1, read: (cursor) => cursor.u8() }],
  [1, { bytes: 1, read: (cursor) => cursor.i8() }],
  [2, { bytes: 2, read: (cursor) => cursor.u16() }],
  [3, { bytes: 2, read: (cursor) => cursor.i16() }],
  [4, { bytes: 4, read: (cursor) => cursor.u32() }],
  [5, { bytes: 4, read: (cursor) => cursor.i32() }],
  [6, { bytes: 4, read: (cursor) => cursor.f32() }],
  [7, { bytes: 1, read: (cursor) => cursor.u8() !== 0 }],
  [10, { bytes: 8, read: (cursor) => cursor.u64() }],
  [11, { bytes: 8, read: (cursor) => cursor.i64() }],
  [12, { bytes: 8, read: (cursor) => cursor.f64() }],
]);

/** A length-prefixed string of at most `limitBytes`. @throws model.corrupt, model.truncated */
async function readString(cursor: ByteCursor, limitBytes: number): Promise<string> {
  const length = await readLength(cursor, limitBytes);
  const wait = cursor.ensure(length);
  if (wait) await wait;
  return cursor.text(length);
}

/**
 * A key or a tensor's name. llama.cpp reads it up to its first NUL, aborts when nothing is left, and would take two
 * names for one. @throws model.corrupt, model.truncated
 */
export async function readName(cursor: ByteCursor, limitBytes: number): Promise<string> {
  const name = await readString(cursor, limitBytes);
  if (name.includes('\0')) throw cursor.corrupt();
  return name;
}

/** The value after its type number. @throws model.corrupt, model.truncated */
export async function readValue(cursor: ByteCursor, type: number): Promise<GgufValue> {
  if (type === stringType) return readKeptString(cursor);
  if (type === arrayType) {
    const { elementType, count } = await readArrayHead(cursor);
    return readKeptArray(cursor, elementType, count);
  }
  return readScalar(cursor, type);
}

/** Type and number of an array's elements. @throws model.corrupt, model.truncated */
export async function readArrayHead(cursor: ByteCursor): Promise<{ elementType: number; count: number }> {
  const wait = cursor.ensure(12);
  if (wait) await wait;
  const elementType = cursor.u32();
  const count = cursor.u64();
  if (elementType !== stringType && !scalars.has(elementType)) throw cursor.corrupt();
  if (count > ggufLimits.arrayEntries) throw cursor.corrupt();
  return { elementType, count };
}

/** Every string of an array. @throws model.corrupt, model.truncated */
export async function readStrings(cursor: ByteCursor, count: number): Promise<string[]> {
  const strings: string[] = [];
  for (let index = 0; index < count; index++) {
    const length = await readLength(cursor, ggufLimits.stringBytes);
    const wait = cursor.ensure(length);
    if (wait) await wait;
    strings.push(cursor.text(length));
  }
  return strings;
}

/** Walks over the elements of an array. @throws model.corrupt, model.truncated */
export async function skipArray(cursor: ByteCursor, elementType: number, count: number): Promise<void> {
  const scalar = scalars.get(elementType);
  if (scalar) {
    cursor.skip(scalar.bytes * count);
    return;
  }
  for (let index = 0; index < count; index++) {
    const wait = cursor.ensure(8);
    if (wait) await wait;
    const length = cursor.u64();
    if (length > ggufLimits.stringBytes) throw cursor.corrupt();
    cursor.skip(length);
  }
}

async function readLength(cursor: ByteCursor, limitBytes: number): Promise<number> {
  const wait = cursor.ensure(8);
  if (wait) await wait;
  const length = cursor.u64();
  if (length > limitBytes) throw cursor.corrupt();
  return length;
}

async function readKeptString(cursor: ByteCursor): Promise<string | null> {
  const { bytes, beginning } = await readBeginning(cursor, ggufLimits.keptStringBytes);
  return bytes > ggufLimits.keptStringBytes ? null : beginning;
}

/** A string's length, and what is kept of it; the rest is walked over. @throws model.corrupt, model.truncated */
export async function readBeginning(
  cursor: ByteCursor,
  keptBytes: number,
): Promise<{ readonly bytes: number; readonly beginning: string }> {
  const bytes = await readLength(cursor, ggufLimits.stringBytes);
  const kept = Math.min(bytes, keptBytes);
  const wait = cursor.ensure(kept);
  if (wait) await wait;
  const beginning = cursor.text(kept);
  cursor.skip(bytes - kept);
  return { bytes, beginning };
}

async function readKeptArray(
  cursor: ByteCursor,
  elementType: number,
  count: number,
): Promise<readonly number[] | null> {
  if (elementType === stringType || count > ggufLimits.keptNumbers) {
    await skipArray(cursor, elementType, count);
    return null;
  }
  const numbers: number[] = [];
  // Not 0: a layer with 2⁶³ heads must not pass for one without.
  for (let index = 0; index < count; index++)
    numbers.push(Number((await readScalar(cursor, elementType)) ?? Number.NaN));
  return numbers;
}

async function readScalar(cursor: ByteCursor, type: number): Promise<number | boolean | null> {
  const scalar = scalars.get(type);
  if (!scalar) throw cursor.corrupt();
  const wait = cursor.ensure(scalar.bytes);
  if (wait) await wait;
  const value = scalar.read(cursor);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
