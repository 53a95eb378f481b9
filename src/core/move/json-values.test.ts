/**
 * JSON that comes in pieces is cut into the same values, wherever the pieces end.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonFault, JsonValueReader } from './json-values.ts';

function read(text: string, pieceBytes: number, mostBytes = 1e6): unknown[] {
  const reader = new JsonValueReader(mostBytes);
  const bytes = Buffer.from(text);
  const values: unknown[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    values.push(...reader.push(bytes.subarray(at, at + pieceBytes)).map(({ value }) => value));
  return [...values, ...reader.end().map(({ value }) => value)];
}

function fault(text: string, mostBytes?: number): unknown {
  try {
    return read(text, 3, mostBytes);
  } catch (error) {
    return error instanceof JsonFault ? error.message : error;
  }
}

describe('values', () => {
  it('of an array at the top are its elements, in whatever pieces and with whatever spaces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 2),
        (list, size, space) => {
          expect(read(JSON.stringify(list, null, space), size)).toEqual(JSON.parse(JSON.stringify(list)));
        },
      ),
    );
  });
  it('may stand one behind the other, or alone', () => {
    fc.assert(
      fc.property(fc.array(fc.object(), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const text = list.map((value) => JSON.stringify(value)).join('\n');
        expect(read(text, size)).toEqual(
          JSON.parse(`[${list.map((value) => JSON.stringify(value)).join(',')}]`),
        );
      }),
    );
  });
  it('have texts with quotes and backslashes that pieces end within', () => {
    const texts = ['\\', '\\\\', '"', '\\"', '[{', 'é🌈', 'end\\'];
    for (let size = 1; size < 8; size += 1) expect(read(JSON.stringify(texts), size)).toEqual(texts);
  });
  it('may come behind a byte order mark', () => expect(read('\uFEFF[1]', 5)).toEqual([1]));
});

it.each([
  ['', 'the file is empty'],
  ['[1, 2', 'the file ends in the middle'],
  ['{"a": 1', 'the file ends in the middle'],
  ['[1 2]', 'a comma is missing'],
  ['[1,]', 'not JSON in UTF-8'],
  ['[,1]', 'not JSON in UTF-8'],
  ['[1] 2', 'something stands behind the array'],
  ['<html>', 'not JSON in UTF-8'],
  ['[{"a": tru}]', 'not JSON in UTF-8'],
  ['[}]', 'not JSON in UTF-8'],
])('%j is refused', (text, reason) => {
  expect(fault(text)).toBe(reason);
});

it('a value beyond the bound is refused before it is all there', () => {
  expect(fault(`["${'x'.repeat(100)}"]`, 50)).toBe('larger than 50 bytes');
});
