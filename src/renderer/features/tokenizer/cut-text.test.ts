/**
 * Characters that lie across tokens are found, and totals are those of the text.
 */
import { expect, test } from 'vitest';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { cutText, totalsOf } from './cut-text.ts';

/** A vocabulary of these pieces, in order. */
function tableOf(...pieces: readonly (readonly number[])[]): VocabularyTable {
  return {
    size: pieces.length,
    piece: (id) => ({ bytes: Uint8Array.from(pieces[id] ?? []), type: 'normal' }),
    isEnd: () => false,
    isMark: () => false,
  };
}

test('the parts of one character name the character that they make together', () => {
  const table = tableOf([0x61], [0xe2, 0x80], [0x99, 0x62], [0x63]);
  const { shared, byteCount } = cutText(table, [0, 1, 2, 3]);
  expect(byteCount).toBe(6);
  expect([...shared]).toEqual([
    [1, '’'],
    [2, '’'],
  ]);
});

test('a character over four tokens, and a token that ends one and begins the next', () => {
  const four = cutText(tableOf([0xf0], [0x9f], [0x98], [0x8a]), [0, 1, 2, 3]);
  expect([...four.shared.values()]).toEqual(['😊', '😊', '😊', '😊']);
  const chain = cutText(tableOf([0xc3], [0xa9, 0xc3], [0xa8]), [0, 1, 2]);
  expect([...chain.shared.values()]).toEqual(['é', 'éè', 'è']);
});

test('whole characters and empty tokens share nothing', () => {
  const { shared } = cutText(tableOf([0xc3, 0xa9], [], [0x61]), [0, 1, 2]);
  expect(shared.size).toBe(0);
  expect(cutText(tableOf(), []).byteCount).toBe(0);
});

test('totals count code points, bytes and words', () => {
  expect(totalsOf('Il était 😊.', 5)).toEqual({ tokens: 5, characters: 11, bytes: 15, words: 2 });
});
