/**
 * The common start of two sequences.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonStart } from './common-start.ts';

const values = fc.array(fc.nat(3), { maxLength: 12 });

describe('the common start', () => {
  it('is what both begin with, whatever stands behind it', () => {
    fc.assert(
      fc.property(values, values, values, (start, left, right) => {
        const length = commonStart([...start, 7, ...left], [...start, 8, ...right]);
        expect(length).toBe(start.length);
      }),
    );
  });

  it('of a sequence and its beginning is the whole beginning, both ways', () => {
    fc.assert(
      fc.property(values, values, (start, rest) => {
        expect(commonStart(start, [...start, ...rest])).toBe(start.length);
        expect(commonStart([...start, ...rest], start)).toBe(start.length);
      }),
    );
  });
});
