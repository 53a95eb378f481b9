import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniform } from '../draws.ts';
import { bitsPerByte, bitsPerByteDifference, shareBetter, unitsOf } from './bits-per-byte.ts';
import { commonScoredBytes, commonSegments, type ReadToken } from './common-bytes.ts';
import { byteDivergenceBits, firstBytesOf, nextByteOf } from './next-byte.ts';
import { countWords, sentenceStarts } from './text-units.ts';

const token = (bytes: number, bits: number | null): ReadToken => ({
  bytes,
  logprob: bits === null ? null : -bits * Math.LN2,
});

describe('one text in two tokenisations', () => {
  const left = [token(2, null), token(3, 4), token(1, 2), token(4, 1)];
  const right = [token(1, 1), token(1, 2), token(4, 3), token(4, 5)];

  it('is compared from the first boundary that both share and behind which both score everything', () => {
    expect(commonScoredBytes([left, right])).toEqual({ start: 2, end: 10 });
  });

  it('is cut at the boundaries that both share, and no token is split', () => {
    const segments = commonSegments([left, right]);
    expect(segments.map(({ start, end }) => [start, end])).toEqual([
      [2, 6],
      [6, 10],
    ]);
    expect(segments.map(({ bits }) => bits.map((value) => Math.round(value)))).toEqual([
      [6, 3],
      [1, 5],
    ]);
  });

  it('has nothing to compare when no boundary is shared', () => {
    const odd = [token(1, null), token(9, 3)];
    const even = [token(2, null), token(8, 3)];
    expect(commonScoredBytes([odd, even])).toEqual({ start: 10, end: 10 });
    expect(commonSegments([odd, even])).toEqual([]);
  });

  it('counts a token in front of the text with the first bytes', () => {
    const [first] = commonSegments([[token(0, 2), token(3, 4), token(2, 1)], [token(5, 3)]]);
    expect(first).toMatchObject({ start: 0, end: 5 });
    expect(first?.bits.map((value) => Math.round(value))).toEqual([7, 3]);
  });

  it('keeps every bit of every model, whatever the boundaries', () => {
    const reading = (total: number) =>
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: total }).map((cuts) => {
        const tokens: ReadToken[] = [];
        let at = 0;
        for (const cut of cuts) {
          const bytes = Math.min(cut, total - at);
          if (bytes > 0) tokens.push(token(bytes, cut));
          at += bytes;
        }
        return at < total ? [...tokens, token(total - at, 1)] : tokens;
      });
    fc.assert(
      fc.property(fc.tuple(reading(30), reading(30), reading(30)), (readings) => {
        const segments = commonSegments(readings);
        expect(segments[0]?.start).toBe(0);
        expect(segments.at(-1)?.end).toBe(30);
        for (const [place, tokens] of readings.entries()) {
          const all = tokens.reduce((sum, { logprob }) => sum - (logprob ?? 0) / Math.LN2, 0);
          expect(segments.reduce((sum, { bits }) => sum + (bits[place] ?? 0), 0)).toBeCloseTo(all, 9);
        }
      }),
    );
  });
});

describe('bits per byte', () => {
  const unit = (bytes: number, a: number, b: number) => ({ bytes, bits: [a, b] });

  it('are all bits over all bytes, with an interval around them', () => {
    const units = Array.from({ length: 40 }, (_, index) => unit(10, 10 + (index % 5), 12));
    const found = bitsPerByte(units, 0);
    expect(found?.value).toBeCloseTo(1.2, 9);
    expect(found?.low).toBeLessThan(1.2);
    expect(found?.high).toBeGreaterThan(1.2);
    expect(bitsPerByte([], 0)).toBeNull();
  });

  it('differ by a paired interval: what all sentences share does not widen it', () => {
    // Sentences differ by much, the models always by one bit.
    const units = Array.from({ length: 40 }, (_, index) => unit(10, 5 * index, 5 * index + 1));
    const alone = bitsPerByte(units, 0);
    const paired = bitsPerByteDifference(units, 0, 1);
    expect(paired?.value).toBeCloseTo(0.1, 9);
    expect((paired?.high ?? 0) - (paired?.low ?? 0)).toBeLessThan(1e-9);
    expect((alone?.high ?? 0) - (alone?.low ?? 0)).toBeGreaterThan(1);
  });

  it('have the same interval every time, since the draws come from a seed', () => {
    const units = Array.from({ length: 12 }, (_, index) => unit(7, index, 3));
    expect(bitsPerByte(units, 0)).toEqual(bitsPerByte(units, 0));
  });

  it('hold the truth in about 95 of 100 intervals', () => {
    let hits = 0;
    for (let round = 0; round < 200; round++) {
      const units = Array.from({ length: 60 }, (_, index) => {
        const noise = 8 * uniform(round, index, 'token') - 4;
        return unit(10, 10 + noise, 0);
      });
      const found = bitsPerByte(units, 0);
      if (found && found.low <= 1 && found.high >= 1) hits++;
    }
    expect(hits).toBeGreaterThan(200 * 0.88);
    expect(hits).toBeLessThan(200);
  });

  it('count how many stretches surprise a model less, equal ones half', () => {
    const segments = [
      { start: 0, end: 1, bits: [2, 1] },
      { start: 1, end: 2, bits: [1, 1] },
      { start: 2, end: 3, bits: [1, 4] },
    ];
    expect(shareBetter(segments, 0, 1)).toBeCloseTo(0.5, 9);
    expect(shareBetter([], 0, 1)).toBeNull();
  });

  it('are summed by sentence: a stretch belongs to the sentence in which it begins', () => {
    const segments = [
      { start: 1, end: 3, bits: [1] },
      { start: 3, end: 6, bits: [2] },
      { start: 6, end: 9, bits: [4] },
    ];
    expect(unitsOf(segments, [0, 5, 6])).toEqual([
      { bytes: 5, bits: [3] },
      { bytes: 3, bits: [4] },
    ]);
  });
});

describe('the next byte', () => {
  const firstBytes = firstBytesOf(
    4,
    (id) =>
      [Uint8Array.of(65, 66), Uint8Array.of(65), Uint8Array.of(67), new Uint8Array(0)][id] ??
      new Uint8Array(0),
  );

  it('has the probability of all tokens that begin with it, and what is no text stands apart', () => {
    const found = nextByteOf(
      Float32Array.of(Math.log(0.2), Math.log(0.3), Math.log(0.4), Math.log(0.1)),
      firstBytes,
    );
    expect(found[65]).toBeCloseTo(0.5, 6);
    expect(found[67]).toBeCloseTo(0.4, 6);
    expect(found[256]).toBeCloseTo(0.1, 6);
    expect(found.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  });

  it('diverges by one bit where nothing is shared, and by none where all is', () => {
    const a = nextByteOf(Float32Array.of(0, 0, -Infinity, -Infinity), firstBytes);
    const c = nextByteOf(Float32Array.of(-Infinity, -Infinity, 3, -Infinity), firstBytes);
    expect(byteDivergenceBits(a, c)).toBeCloseTo(1, 9);
    expect(byteDivergenceBits(a, a)).toBe(0);
  });
});

describe('the units of a text', () => {
  it('are sentences, by their first bytes', () => {
    expect(sentenceStarts('Été. Non.')).toEqual([0, 7]);
    expect(sentenceStarts('')).toEqual([]);
  });

  it('are words without spaces and marks', () => {
    expect(countWords('Le chat dort, non ? Oui !')).toBe(5);
  });
});
