import { describe, expect, test } from 'vitest';
import { binCount, binOf } from './bins.ts';
import { binNames } from './bin-names.ts';
import { createTokenFormat } from './token-format.ts';
import { visibleBytes, visibleText } from './visible-text.ts';

const en = createTokenFormat('en');
const fr = createTokenFormat('fr');
const values = (surprisalBits: number, probability = 0.5, rank = 1) => ({ surprisalBits, probability, rank });

describe('steps of the heat map', () => {
  test('surprisal: a limit belongs to the step above it', () => {
    const bins = [0, 0.49, 0.5, 0.99, 1, 1.99, 2, 3.99, 4, 7.99, 8, 40].map((bits) =>
      binOf('surprisal', values(bits)),
    );
    expect(bins).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  test('probability: from expected to improbable', () => {
    expect(
      [1, 0.7, 0.69, 0.5, 0.25, 0.06, 0.005, 0.0049].map((p) => binOf('probability', values(1, p))),
    ).toEqual([0, 0, 1, 1, 2, 3, 4, 5]);
  });

  test('rank: 1, 2–10, 11–100, 101–1,000, above', () => {
    expect([1, 2, 10, 11, 100, 101, 1000, 1001].map((rank) => binOf('rank', values(1, 0.1, rank)))).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4,
    ]);
  });

  test('a token without a score has no step', () => {
    expect(binOf('surprisal', values(Number.NaN))).toBe(-1);
    expect(binOf('off', values(1))).toBe(-1);
  });

  test('every step has a name in both languages', () => {
    expect(binNames('surprisal', en)).toEqual(['<0.5', '<1', '<2', '<4', '<8', '≥8']);
    expect(binNames('surprisal', fr)[0]).toBe('<0,5');
    expect(binNames('rank', en)).toEqual(['1', '2–10', '11–100', '101–1,000', '>1,000']);
    expect(binNames('probability', en)).toEqual(['≥70%', '≥50%', '≥25%', '≥6%', '≥0.5%', '<0.5%']);
    for (const measure of ['surprisal', 'probability', 'rank'] as const)
      expect(binNames(measure, fr)).toHaveLength(binCount(measure));
  });
});

describe('numbers on screen', () => {
  test('a probability has one decimal and is never 0 or 100 %', () => {
    expect([0.084, 0.0005, 0, 0.9999, 1].map(en.probability)).toEqual([
      '8.4%',
      '<0.1%',
      '<0.1%',
      '>99.9%',
      '>99.9%',
    ]);
    expect([0.084, 0, 1].map(fr.probability)).toEqual(['8,4\u202f%', '<0,1\u202f%', '>99,9\u202f%']);
  });

  test('a share after settings may be exactly 0 or 100 %', () => {
    expect([0, 1, 0.5].map(en.share)).toEqual(['0%', '100%', '50.0%']);
  });

  test('bits have two decimals; what is not known is a dash', () => {
    expect(en.bits(3.573)).toBe('3.57');
    expect(fr.bits(3.573)).toBe('3,57');
    expect(en.bits(Number.NaN)).toBe('—');
  });

  test('an interval is one number when both ends are printed alike', () => {
    expect(en.interval(2.701, 2.704)).toBe('2.70');
    expect(en.interval(2.7, 3.1)).toBe('2.70–3.10');
  });

  test('ordinals follow the language', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101].map(en.ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
      '23rd',
      '101st',
    ]);
    expect([1, 3].map(fr.ordinal)).toEqual(['1er', '3ᵉ']);
  });

  test('French groups digits with narrow no-break spaces', () => {
    expect(fr.integer(49_088)).toBe('49\u202f088');
    expect(en.integer(49_088)).toBe('49,088');
  });
});

describe('text of single tokens', () => {
  test('white space becomes glyphs', () => {
    expect(visibleText(' a\n\tb')).toBe('␣a⏎⇥b');
  });

  test('characters that cannot be seen or that turn a line round become escapes', () => {
    expect(visibleText('\u202eabc\u200b\u0007')).toBe('⟨U+202E⟩abc⟨U+200B⟩⟨U+0007⟩');
  });

  test('a part of a character is hex, never a replacement character', () => {
    expect(visibleBytes(Uint8Array.of(0xf0, 0x9f, 0x98))).toBe('⟨F0 9F 98⟩');
    expect(visibleBytes(Uint8Array.of(0x8a, 0x21))).toBe('⟨8A⟩!');
    expect(visibleBytes(Uint8Array.of(0x61, 0xc3))).toBe('a⟨C3⟩');
    expect(visibleBytes(Uint8Array.of(0xff, 0x61))).toBe('⟨FF 61⟩');
  });
});
