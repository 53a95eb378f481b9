import { describe, expect, it } from 'vitest';
import type { ComparedPair, TextComparison } from '#contract/cross-reading.ts';
import { modelIdSchema } from '#contract/ids.ts';
import { comparisonLines } from './comparison-lines.ts';

const [a, b] = ['a', 'b'].map((digit) => modelIdSchema.parse(digit.repeat(64)));
const id = (value: typeof a) => value ?? modelIdSchema.parse('0'.repeat(64));
const estimate = { mean: 0.5, error: 0.01 };

const pair: ComparedPair = {
  modelId: id(b),
  isTokeniserSame: true,
  bitsPerByteDifference: { value: 0.2, low: 0.1, high: 0.3 },
  verdict: 'higher',
  shareBetter: 0.25,
  segments: 40,
  perplexityRatio: {
    tokens: 12,
    reference: estimate,
    other: estimate,
    logRatio: estimate,
    ratio: { mean: 1.25, error: 0.02 },
    correlation: 0.9,
    shift: estimate,
    shiftRms: 0.1,
    shiftPercentiles: [],
  },
  divergence: {
    positions: 12,
    kldNats: { mean: null, error: null },
    kldPercentiles: [{ fraction: 0.5, value: 0.125 }],
    reverseKldNats: estimate,
    jensenShannonBits: estimate,
    totalVariation: estimate,
    topSame: { mean: 0.875, error: 0.05 },
    topTenShared: estimate,
  },
  nextByteBits: null,
  sameContinuation: { bytes: 19, tokens: 5, isWhole: false },
};
const model = {
  modelId: id(a),
  tokens: 13,
  scoredTokens: 12,
  bits: 60,
  bitsPerByte: { value: 1.5, low: 1.4, high: 1.6 },
  perplexity: 32,
  wordsTokens: { words: 9, tokens: 13 },
  bytesPerSecond: 200,
  continuation: null,
};
const comparison: TextComparison = {
  textIndex: 0,
  scored: { start: 2, end: 42 },
  bytes: 42,
  models: [model, { ...model, modelId: id(b), bitsPerByte: null }],
  pairs: [pair],
  noise: null,
};
const linesOf = (changes: Partial<TextComparison> = {}): string =>
  comparisonLines({ ...comparison, ...changes }, (modelId) => `${modelId[0]}.gguf`).join('\n');

describe('a comparison in the terminal', () => {
  it('says over which bytes, and names the reference', () => {
    expect(linesOf()).toContain('bytes 2 to 42 of 42');
    expect(linesOf()).toContain('against a.gguf');
    expect(linesOf()).toContain(
      'a.gguf: 1.500 [1.400 to 1.600]; perplexity 32.00 (this tokeniser only, n = 12)',
    );
  });

  it('prints what has no bound as ∞, and what is not known as a dash', () => {
    expect(linesOf()).toContain('mean KLD ∞ nats over 12 tokens; median 0.125000; 90 % —');
    expect(linesOf()).toContain('b.gguf: —;');
  });

  it('has no number for a token where tokenisers differ, and says why', () => {
    const other = { ...pair, isTokeniserSame: false, perplexityRatio: null, divergence: null };
    const nextByteBits = { positions: 7, bits: estimate };
    const text = linesOf({ pairs: [{ ...other, nextByteBits }] });
    expect(text).toContain('another tokeniser');
    expect(text).toContain('Jensen–Shannon 0.5000 ± 0.0100 bits at 7 places');
    expect(text).not.toContain('KLD');
    expect(text).not.toContain('PPL');
  });

  it('says how long both go on with the same tokens, in bytes only where tokenisers differ', () => {
    expect(linesOf()).toContain('the same most probable tokens for 5 tokens, 19 bytes');
    const sameContinuation = { bytes: 19, tokens: null, isWhole: true };
    expect(linesOf({ pairs: [{ ...pair, sameContinuation }] })).toContain('for 19 bytes: all of it');
    expect(linesOf({ pairs: [{ ...pair, sameContinuation: null }] })).not.toContain(
      'most probable tokens for',
    );
  });

  it('calls nothing a difference that is none', () => {
    expect(linesOf({ pairs: [{ ...pair, verdict: 'same' }] })).toContain(
      'no difference above noise and chance',
    );
  });
});
