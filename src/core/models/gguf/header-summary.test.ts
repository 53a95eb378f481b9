import { describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { GgufHeader, GgufValue } from './gguf-header.ts';
import { ggufLimits } from './gguf-limits.ts';
import { modelSummarySchema, numberOf, summariseHeader } from './header-summary.ts';

type Changes = Readonly<Record<string, GgufValue | undefined>>;

/** A header as the reader gives it; `undefined` takes an entry out. */
function header(changes: Changes = {}, rest: Partial<GgufHeader> = {}): GgufHeader {
  const entries: Changes = {
    'general.architecture': 'llama',
    'llama.block_count': 3,
    'llama.embedding_length': 12,
    'llama.attention.head_count': 4,
    ...changes,
  };
  const metadata = new Map(
    Object.entries(entries).filter((entry): entry is [string, GgufValue] => entry[1] !== undefined),
  );
  return {
    version: 3,
    fileBytes: 1_000,
    fileCount: 1,
    metadata,
    pieces: ['a', 'b'],
    pieceTypes: new Uint8Array(2),
    chatTemplate: null,
    tensorCount: 1,
    parameterCount: 7,
    tensorBytes: 28,
    shares: { types: [], parts: new Map(), hasOutputMatrix: true },
    ...rest,
  };
}

const summary = (changes: Changes = {}, rest: Partial<GgufHeader> = {}) =>
  summariseHeader(header(changes, rest));

/** The error's code and details. */
function refusal(changes: Changes, rest: Partial<GgufHeader> = {}): [string, unknown] {
  try {
    summariseHeader(header(changes, rest));
  } catch (error) {
    if (error instanceof PrismeError) return [error.code, error.details];
    throw error;
  }
  throw new Error('it was accepted');
}

const corrupt = (where: string) => ['model.corrupt', { where }];

describe('a summary', () => {
  it('of the shortest header says so little that every absent value is null or nought', () => {
    const shortest = summary();
    expect(shortest).toEqual({
      name: null,
      architecture: 'llama',
      quantisation: null,
      parameterCount: 7,
      trainedContextTokens: null,
      vocabularySize: 2,
      hasChatTemplate: false,
      chatFormat: null,
      licence: null,
      blockCount: 3,
      embeddingLength: 12,
      feedForwardLength: 0,
      headCount: 4,
      cacheNumbersPerToken: 3 * 4 * (3 + 3),
    });
    expect(modelSummarySchema.parse(shortest)).toEqual(shortest);
  });

  it('reads every key by its own name', () => {
    expect(
      summary(
        {
          'general.type': 'model',
          'general.name': 'A name',
          'general.license': 'mit',
          'general.file_type': 0,
          'split.count': 1,
          'llama.context_length': 64,
          'llama.feed_forward_length': 24,
          'llama.attention.head_count_kv': 2,
          'llama.attention.key_length': 5,
          'llama.attention.value_length': 6,
        },
        { chatTemplate: { bytes: 40, beginning: '### Human: a ### Assistant:' } },
      ),
    ).toMatchObject({
      name: 'A name',
      licence: 'mit',
      quantisation: 'F32',
      trainedContextTokens: 64,
      feedForwardLength: 24,
      hasChatTemplate: true,
      chatFormat: 'guanaco',
      cacheNumbersPerToken: 3 * 2 * (5 + 6),
    });
  });

  it('shows a name without the characters that would hide or turn what stands beside it', () => {
    const name = (value: GgufValue) => summary({ 'general.name': value }).name;
    expect(name('  a\u0000\u202E\u200Bb \n')).toBe('a b');
    expect(name('\u0007 \u200B')).toBeNull();
    expect(name('')).toBeNull();
    expect(name(5)).toBeNull();
    expect(name(null)).toBeNull();
    expect(name('x'.repeat(400))).toBe('x'.repeat(300));
    expect(summary({ 'general.license': 'y'.repeat(400) }).licence).toBe('y'.repeat(200));
  });

  it('names no quantisation that is not a whole number from 0', () => {
    for (const value of [-1, 1.5, '1', null, 999])
      expect(summary({ 'general.file_type': value }).quantisation).toBeNull();
  });

  it('counts the layer with the most where layers differ', () => {
    expect(
      summary({ 'llama.feed_forward_length': [3, 9, 6], 'llama.attention.head_count': [2, 4, 3] }),
    ).toMatchObject({ feedForwardLength: 9, headCount: 4 });
    expect(summary({ 'llama.feed_forward_length': [] }).feedForwardLength).toBe(0);
  });
});

describe('the cache of keys and values', () => {
  const cache = (changes: Changes) => summary(changes).cacheNumbersPerToken;

  it('counts the heads of every layer, in each the length of a key and of a value', () => {
    expect(cache({ 'llama.attention.head_count_kv': 1 })).toBe(3 * 1 * 6);
    expect(cache({ 'llama.attention.head_count_kv': 0 })).toBe(0);
    expect(cache({ 'llama.attention.head_count_kv': [4, 0, 1] })).toBe(5 * 6);
    expect(cache({ 'llama.attention.key_length': 10 })).toBe(12 * (10 + 3));
    expect(cache({ 'llama.attention.value_length': 10 })).toBe(12 * (3 + 10));
  });

  it('is rounded up where the heads do not divide the embedding', () => {
    expect(
      cache({ 'llama.embedding_length': 13, 'llama.block_count': 1, 'llama.attention.head_count_kv': 1 }),
    ).toBe(7);
  });

  it('is empty for a model without attention', () => {
    expect(cache({ 'llama.attention.head_count': 0 })).toBe(0);
    expect(cache({ 'llama.attention.head_count': undefined })).toBe(0);
  });

  it('is a number that fits the summary, however large the shapes are', () => {
    const length = ggufLimits.embeddingLength;
    const largest = {
      'llama.block_count': ggufLimits.blocks,
      'llama.attention.head_count': ggufLimits.heads,
      'llama.attention.key_length': length,
      'llama.attention.value_length': length,
    };
    expect(cache(largest)).toBe(1e12);
    expect(modelSummarySchema.safeParse(summary(largest)).success).toBe(true);
  });
});

describe('a header is refused', () => {
  it('without an architecture, or with one that is no text', () => {
    for (const value of [undefined, '', null, 5])
      expect(refusal({ 'general.architecture': value })).toEqual(corrupt('general.architecture'));
  });

  it('for an architecture that nobody knows, named in at most a hundred characters', () => {
    expect(refusal({ 'general.architecture': 'z'.repeat(300) })).toEqual([
      'model.unsupportedArchitecture',
      { architecture: 'z'.repeat(100) },
    ]);
  });

  it('when it belongs to something that is no model, and says what', () => {
    expect(refusal({ 'general.type': 'adapter' })).toEqual([
      'model.unsupportedArchitecture',
      { architecture: 'llama (adapter)' },
    ]);
    expect(refusal({ 'general.type': null })).toEqual([
      'model.unsupportedArchitecture',
      { architecture: 'llama (null)' },
    ]);
  });

  it('as one part of several, which alone is no model', () => {
    expect(refusal({ 'split.count': 2 })).toEqual(['model.loadFailed', { reason: 'splitFile' }]);
    expect(summariseHeader(header({ 'split.count': 2 }, { fileCount: 2 })).blockCount).toBe(3);
    for (const value of [0, 1, '2', -2]) expect(summary({ 'split.count': value }).blockCount).toBe(3);
  });

  it('without tokens or without tensors', () => {
    expect(refusal({}, { pieces: [] })).toEqual(corrupt('tokenizer.ggml.tokens'));
    expect(refusal({}, { tensorCount: 0 })).toEqual(corrupt('tensors'));
  });

  it.each([
    ['llama.block_count', 1, ggufLimits.blocks],
    ['llama.embedding_length', 1, ggufLimits.embeddingLength],
    ['llama.context_length', 1, 1e9],
    ['llama.attention.key_length', 1, ggufLimits.embeddingLength],
    ['llama.attention.value_length', 1, ggufLimits.embeddingLength],
    ['llama.attention.head_count_kv', 0, ggufLimits.heads],
    ['llama.attention.head_count', 0, ggufLimits.heads],
    ['llama.feed_forward_length', 0, 1e9],
  ])('when %s is below %d or above %d, and accepted at both', (key, lowest, highest) => {
    expect(summary({ [key]: lowest }).vocabularySize).toBe(2);
    expect(summary({ [key]: highest }).vocabularySize).toBe(2);
    // Null stands for what is there and was not kept: a long text, say.
    for (const value of [lowest - 1, highest + 1, lowest + 0.5, '1', true, null])
      expect(refusal({ [key]: value }), String(value)).toEqual(corrupt(key));
  });

  it('when it does not say how many layers there are, or how wide they are', () => {
    for (const key of ['llama.block_count', 'llama.embedding_length'])
      expect(refusal({ [key]: undefined })).toEqual(corrupt(key));
  });

  it.each([
    ['llama.attention.head_count', ggufLimits.heads],
    ['llama.attention.head_count_kv', ggufLimits.heads],
    ['llama.feed_forward_length', 1e9],
  ])(
    'when %s of one layer is negative, no whole number, or above %d, which a sum could hide',
    (key, highest) => {
      expect(summary({ [key]: [0, highest] }).vocabularySize).toBe(2);
      for (const layers of [[-1, 5], [5, 2.5], [1, highest + 1], [Number.NaN]])
        expect(refusal({ [key]: layers }), String(layers)).toEqual(corrupt(key));
    },
  );
});

it('a number of the header is a whole one from 0, anything else is none', () => {
  const { metadata } = header({
    zero: 0,
    five: 5,
    negative: -1,
    half: 0.5,
    text: '5',
    list: [5],
    unkept: null,
  });
  const numbers = [...metadata.keys(), 'absent'].map((key) => [key, numberOf(metadata, key)]);
  expect(Object.fromEntries(numbers)).toMatchObject({
    zero: 0,
    five: 5,
    negative: null,
    half: null,
    text: null,
    list: null,
    unkept: null,
    absent: null,
  });
});
