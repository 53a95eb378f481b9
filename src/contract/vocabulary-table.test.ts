import { expect, it } from 'vitest';
import { vocabularyHashSchema } from './ids.ts';
import { vocabularyTable } from './vocabulary-table.ts';

const u32 = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer);
/** Three tokens, in the middle of larger memory: their pieces are "ab", nothing, and "c". */
const table = (endTokenIds: number[] = [], more?: number[]) =>
  vocabularyTable(
    {
      hash: vocabularyHashSchema.parse('0'.repeat(64)),
      bytes: new TextEncoder().encode('abc'),
      offsets: u32(99, 0, 2, 2, 3).subarray(4),
      types: Uint8Array.of(1, 3, 77),
      endTokenIds,
    },
    more,
  );

it('a token’s piece and type are those at its id', () => {
  const { size, piece } = table();
  expect(size).toBe(3);
  const pieces = [0, 1, 2].map((id) => [new TextDecoder().decode(piece(id).bytes), piece(id).type]);
  expect(pieces).toEqual([['ab', 'normal'], ['', 'control'], ['c', 'undefined']]); // prettier-ignore
});

it('an id outside the vocabulary has nothing', () => {
  for (const id of [-1, 3, 1_000])
    expect(table().piece(id)).toEqual({ bytes: new Uint8Array(0), type: 'undefined' });
});

it('a vocabulary without tokens has none', () => {
  const hash = vocabularyHashSchema.parse('0'.repeat(64));
  const nothing = new Uint8Array(0);
  const empty = { hash, bytes: nothing, offsets: nothing, types: nothing, endTokenIds: [] };
  expect(vocabularyTable(empty).size).toBe(0);
  expect(vocabularyTable(empty).piece(0).type).toBe('undefined');
});

it('the end is what the vocabulary or the model says ends, a mark is that or a control token', () => {
  const { isEnd, isMark } = table([0], [2]);
  expect([0, 1, 2].map(isEnd)).toEqual([true, false, true]);
  expect([0, 1, 2].map(isMark)).toEqual([true, true, true]);
  expect([0, 1, 2].map(table().isMark)).toEqual([false, true, false]);
  expect([0, 1, 2].map(table().isEnd)).toEqual([false, false, false]);
});
