import { describe, expect, it } from 'vitest';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { addedBytesOf, byteLengthsOf } from './text-bytes.ts';

/** Each token is the text at its place. */
function table(pieces: readonly string[]): VocabularyTable {
  const encoder = new TextEncoder();
  // The two functions ask for nothing else.
  return { piece: (id: number) => ({ bytes: encoder.encode(pieces[id]) }) } as never;
}

function lengthsOf(pieces: readonly string[], text: string): number[] {
  const ids = pieces.map((_, id) => id);
  return byteLengthsOf(ids, addedBytesOf(ids, text, table(pieces)), table(pieces));
}

describe('the bytes of a text that its tokens stand for', () => {
  it('are those of the tokens where nothing is added', () => {
    expect(lengthsOf(['Paris', ' é'], 'Paris é')).toEqual([5, 3]);
    expect(lengthsOf([' ', ' Paris'], '  Paris')).toEqual([1, 6]);
  });

  it('leave out a space that the tokeniser puts in front, also before a space', () => {
    expect(lengthsOf([' Paris', ' é'], 'Paris é')).toEqual([5, 3]);
    expect(lengthsOf(['  ', 'Paris'], ' Paris')).toEqual([1, 5]);
    expect(lengthsOf([' ', '…'], '…')).toEqual([0, 3]);
  });

  it.each([
    ['another character', ['Pari', 'z'], 'Paris', 4],
    ['two spaces in front', ['  Paris'], 'Paris', 0],
    ['a missing end', ['Pari'], 'Paris', 4],
    ['something behind', ['Paris', '.'], 'Paris', 5],
    ['another character behind the added space', [' Pariz'], 'Paris', 4],
  ])('are refused with the first place that differs: %s', (_, pieces, text, atByte) => {
    expect(() => lengthsOf(pieces, text)).toThrowError(
      expect.objectContaining({ code: 'scoring.textChanged', details: { atByte } }),
    );
  });
});
