import { describe, expect, it } from 'vitest';
import type { ModelSummary } from './gguf/header-summary.ts';
import {
  contextTokensFor,
  estimateMemoryBytes,
  largestContextTokens,
  spareBytes,
} from './memory-estimate.ts';

const mebibyte = 2 ** 20;

const smolLm2: ModelSummary = {
  name: 'SmolLM2',
  architecture: 'llama',
  quantisation: 'Q4_1',
  parameterCount: 134_515_008,
  trainedContextTokens: 8_192,
  vocabularySize: 49_152,
  hasChatTemplate: true,
  licence: null,
  blockCount: 30,
  embeddingLength: 576,
  feedForwardLength: 1_536,
  headCount: 9,
  cacheNumbersPerToken: 11_520,
};
const gemma3: ModelSummary = {
  ...smolLm2,
  architecture: 'gemma3',
  vocabularySize: 262_144,
  trainedContextTokens: 32_768,
  embeddingLength: 640,
  feedForwardLength: 2_048,
  headCount: 4,
  cacheNumbersPerToken: 9_216,
};

/** What llama.cpp (node-llama-cpp 3.22.1, CPU, batch 512) logged as the sizes of its buffers, in MiB. */
const reserved = [
  {
    name: 'SmolLM2 at 2,048 tokens',
    summary: smolLm2,
    sizeBytes: 98_362_432,
    tokens: 2_048,
    cache: 45,
    compute: 99.38,
    resident: 347e6,
  },
  {
    name: 'SmolLM2 at 8,192 tokens',
    summary: smolLm2,
    sizeBytes: 98_362_432,
    tokens: 8_192,
    cache: 180,
    compute: 166.38,
    resident: 489e6,
  },
  {
    name: 'Gemma 3 at 2,048 tokens',
    summary: gemma3,
    sizeBytes: 253_113_024,
    tokens: 2_048,
    cache: 24.75,
    compute: 515.51,
    resident: 620e6,
  },
] as const;

describe('the memory estimate', () => {
  it.each(reserved)(
    'covers what llama.cpp reserves for $name, and not much more',
    ({ summary, sizeBytes, tokens, cache, compute, resident }) => {
      const estimate = estimateMemoryBytes({ summary, sizeBytes }, tokens);
      const known = sizeBytes + (cache + compute) * mebibyte;
      expect(estimate).toBeGreaterThan(known);
      expect(estimate).toBeGreaterThan(resident);
      // Besides the known buffers: the process itself and the tables of the vocabulary.
      expect(estimate - known).toBeLessThan(520e6);
    },
  );

  it('grows with the context', () => {
    const weights = { summary: smolLm2, sizeBytes: 1e8 };
    const sizes = [8, 256, 2_048, 4_096, 8_192].map((tokens) => estimateMemoryBytes(weights, tokens));
    expect(sizes).toEqual([...sizes].sort((left, right) => left - right));
    expect(new Set(sizes).size).toBe(5);
  });

  it('finds the largest context that fits, and nothing larger does', () => {
    const weights = { summary: gemma3, sizeBytes: 253_113_024 };
    for (const availableBytes of [0.8e9, 1.2e9, 1.6e9, 2e9, 3e9]) {
      const tokens = largestContextTokens(weights, availableBytes);
      expect(tokens === 0 || estimateMemoryBytes(weights, tokens) + spareBytes <= availableBytes).toBe(true);
      if (tokens < 32_768)
        expect(estimateMemoryBytes(weights, tokens + 512) + spareBytes).toBeGreaterThan(availableBytes);
    }
  });

  it('says 0 when not even the smallest context fits', () => {
    expect(largestContextTokens({ summary: smolLm2, sizeBytes: 5e9 }, 4e9)).toBe(0);
  });

  it('chooses at most 8,192 tokens, what was trained and what fits; a person may choose more', () => {
    const weights = { summary: gemma3, sizeBytes: 253_113_024 };
    expect(contextTokensFor(weights, null, 1e12)).toBe(8_192);
    expect(
      contextTokensFor({ ...weights, summary: { ...gemma3, trainedContextTokens: 2_048 } }, null, 1e12),
    ).toBe(2_048);
    const tight = contextTokensFor(weights, null, 1.3e9);
    expect(tight).toBeLessThan(8_192);
    expect(estimateMemoryBytes(weights, tight) + spareBytes).toBeLessThanOrEqual(1.3e9);
    expect(contextTokensFor(weights, 30_000, 1e9)).toBe(30_000);
    expect(contextTokensFor(weights, 1_000_000, 1e12)).toBe(32_768);
  });
});
