import { describe, expect, it } from 'vitest';
import { gapBin, piecesOf } from './segments.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const token = (length: number, bits: number | null) => ({
  bytes: length,
  logprob: bits === null ? null : -bits * Math.LN2,
});

describe('the pieces of a read text', () => {
  it('are the tokens of one model, and what it does not score stands before them without a number', () => {
    const pieces = piecesOf(bytes('abcd'), [[token(1, null), token(2, 3), token(1, 1)]]);
    expect(pieces.map(({ text }) => text)).toEqual(['a', 'bc', 'd']);
    expect(pieces.map(({ bits }) => bits?.map(Math.round) ?? null)).toEqual([null, [3], [1]]);
  });

  it('cut no character: the halves of one are one piece with the bits of both', () => {
    const pieces = piecesOf(bytes('é!'), [[token(1, 2), token(1, 5), token(1, 1)]]);
    expect(pieces.map(({ text, start }) => [text, start])).toEqual([
      ['é', 0],
      ['!', 2],
    ]);
    expect(pieces[0]?.bits?.map(Math.round)).toEqual([7]);
  });

  it('end where both models end a token', () => {
    const left = [token(1, 1), token(2, 2), token(1, 4)];
    const right = [token(3, 8), token(1, 1)];
    const pieces = piecesOf(bytes('abcd'), [left, right]);
    expect(pieces.map(({ text }) => text)).toEqual(['abc', 'd']);
    expect(pieces.map(({ bits }) => bits?.map(Math.round))).toEqual([
      [3, 8],
      [4, 1],
    ]);
  });
});

describe('the steps of a difference', () => {
  it('go from far less to far more, and the middle is no difference', () => {
    expect(
      [-9, -4, -3, -2, -1, -0.5, -0.2, 0, 0.4, 0.5, 1.9, 2, 3.9, 4, 9].map((bits) => gapBin(bits, 0)),
    ).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6]);
  });

  it('are none within the noise of computing', () => {
    expect([-1, 1].map((bits) => gapBin(bits, 1.2))).toEqual([3, 3]);
    expect(gapBin(1.3, 1.2)).toBe(4);
  });
});
