/**
 * Places of one text in another one.
 */
import { describe, expect, it } from 'vitest';
import { alignOffset, byteOfOffset, byteOfToken, offsetOfByte, tokenOfByte } from './align-texts.ts';

describe('aligning by sentence', () => {
  const from = 'One. Two is longer. Three.';
  const to = 'A much longer first sentence. Two. Three goes on.';
  const at = (text: string, part: string): number => text.indexOf(part);

  it('gives the same sentence of the other text, and the same share of it', () => {
    expect(alignOffset(from, at(from, 'Two'), to, 'sentence', 'en')).toBe(at(to, 'Two'));
    expect(alignOffset(from, at(from, 'Three'), to, 'sentence', 'en')).toBe(at(to, 'Three'));
    const middle = at(from, 'Two') + 'Two is longer. '.length / 2;
    const expected = at(to, 'Two') + 'Two. '.length / 2;
    expect(Math.abs(alignOffset(from, middle, to, 'sentence', 'en') - expected)).toBeLessThanOrEqual(1);
  });

  it('gives the end of a text with fewer sentences, and its beginning for the beginning', () => {
    expect(alignOffset(from, at(from, 'Three'), 'Only one.', 'sentence', 'en')).toBe('Only one.'.length);
    expect(alignOffset(from, 0, to, 'sentence', 'en')).toBe(0);
    expect(alignOffset('', 0, to, 'sentence', 'en')).toBe(0);
  });
});

describe('aligning by byte', () => {
  it('gives the character that holds the same byte', () => {
    expect(alignOffset('abcdef', 4, 'éé', 'byte', 'en')).toBe(2);
    expect(alignOffset('abcdef', 3, 'éé', 'byte', 'en')).toBe(1);
    expect(alignOffset('éé', 1, 'abcdef', 'byte', 'en')).toBe(2);
  });

  it('gives the end of a shorter text', () => {
    expect(alignOffset('abcdef', 6, 'ab', 'byte', 'en')).toBe(2);
  });

  it('counts characters beyond the first plane as two units and four bytes', () => {
    expect(byteOfOffset('a😀b', 3)).toBe(5);
    expect(offsetOfByte('a😀b', 5)).toBe(3);
    expect(offsetOfByte('a😀b', 3)).toBe(1);
  });
});

describe('the token of a byte', () => {
  const tokens = { count: 4, bytesOf: (position: number) => [3, 0, 2, 4][position] ?? 0 };

  it('is the one whose bytes hold it; marks hold none', () => {
    expect([0, 2, 3, 4, 5, 8].map((byte) => tokenOfByte(tokens, byte))).toEqual([0, 0, 2, 2, 3, 3]);
    expect(tokenOfByte(tokens, 9)).toBe(-1);
  });

  it('is found again from the byte at which it begins', () => {
    for (const position of [0, 2, 3])
      expect(tokenOfByte(tokens, byteOfToken(tokens, position))).toBe(position);
  });
});
