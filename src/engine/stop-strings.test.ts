/**
 * Stop strings are found on bytes, across tokens, once.
 */
import { describe, expect, it } from 'vitest';
import { createStopFinder } from './stop-strings.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('createStopFinder', () => {
  it('finds a stop string within a token, across tokens and across a split character', () => {
    expect(createStopFinder(['END']).add(bytes('the END.'))).toBe(4);
    const across = createStopFinder(['END']);
    expect(['some E', 'N', 'D'].map((text) => across.add(bytes(text)))).toEqual([null, null, 5]);
    const split = createStopFinder(['é!']);
    const [first, ...rest] = bytes('é!');
    expect(split.add(Uint8Array.of(120, first ?? 0))).toBeNull();
    expect(split.add(Uint8Array.from(rest))).toBe(1);
  });

  it('answers the earliest of several', () => {
    expect(createStopFinder(['cd', 'bcd']).add(bytes('abcd'))).toBe(1);
  });

  it('counts bytes from the start of the reply, also those that stood already', () => {
    const finder = createStopFinder(['xy']);
    for (let count = 0; count < 100; count++) finder.skip(bytes('émoi '));
    expect(finder.add(bytes('a'))).toBeNull();
    expect(finder.add(bytes('xy'))).toBe(601);
  });

  it('does not find again what stood before, but what began before', () => {
    const finder = createStopFinder(['ab']);
    finder.skip(bytes('ab a'));
    expect(finder.add(bytes('c'))).toBeNull();
    const begun = createStopFinder(['ab']);
    begun.skip(bytes('ab a'));
    expect(begun.add(bytes('b'))).toBe(3);
  });

  it('finds nothing without stop strings', () => {
    expect(createStopFinder([]).add(bytes('anything'))).toBeNull();
  });
});
