/**
 * What a cross-reading may tell a page, written down a second time: whatever is not described here is refused.
 */
import { describe, expect, it } from 'vitest';
import { crossReadingContract, crossReadingEventSchema } from './cross-reading.ts';
import { rowsEventSchema } from './engine.ts';
import { errorRecord, position, profile } from './testing/common-shapes.ts';
import { differences, outputOf } from './testing/expect-bounds.ts';
import {
  anyUuid, bytes, flag, kinds, list, nullable, number, object, oneOf, sha256, text, whole, type Shape,
} from './testing/shapes.ts'; // prettier-ignore

const mebibyte = 1024 * 1024;
const wide = number(-1e15, 1e15);
const share = number(0, 1);
const place = whole(0, 5);
const nats = nullable(number(0, 1e15));
const estimate = object({ mean: nullable(wide), error: nullable(wide) });
const interval = object({ value: wide, low: wide, high: wide });
const percentiles = (value: Shape): Shape => list(object({ fraction: share, value }), 0, 20);
/** Where every field of every field is varied, one value stands for what is varied elsewhere. */
const one = (shape: Shape): Shape => ({ valid: shape.valid.slice(0, 1), invalid: [null, undefined, 'x'] });

const candidates = list(object({ tokenId: position, logprob: number(-1e15, 0) }), 0, 10);

const divergence = object({
  positions: position,
  kldNats: estimate,
  kldPercentiles: percentiles(nats),
  reverseKldNats: one(estimate),
  jensenShannonBits: one(estimate),
  totalVariation: one(estimate),
  topSame: one(estimate),
  topTenShared: one(estimate),
});
const ratio = object({
  tokens: position,
  reference: one(estimate),
  other: one(estimate),
  logRatio: one(estimate),
  ratio: one(estimate),
  correlation: nullable(number(-1.001, 1.001)),
  shift: one(estimate),
  shiftRms: share,
  shiftPercentiles: percentiles(wide),
});
const model = object({
  modelId: sha256,
  tokens: position,
  scoredTokens: position,
  bits: wide,
  bitsPerByte: nullable(interval),
  perplexity: nullable(wide),
  wordsTokens: object({ words: position, tokens: position }),
  bytesPerSecond: nullable(wide),
  continuation: nullable(object({ tokens: position, text: text(0, 20_000), isEnded: flag })),
});
const pair = object({
  modelId: sha256,
  isTokeniserSame: flag,
  bitsPerByteDifference: nullable(one(interval)),
  verdict: oneOf('lower', 'higher', 'same'),
  shareBetter: nullable(share),
  segments: position,
  perplexityRatio: nullable(ratio),
  divergence: nullable(divergence),
  nextByteBits: nullable(object({ positions: position, bits: one(estimate) })),
  sameContinuation: nullable(object({ bytes: position, tokens: nullable(position), isWhole: flag })),
});
const noise = object({
  positions: position,
  logprobNats: object({ mean: wide, percentile95: wide }),
  bitsPerByte: wide,
  divergence: nullable({ ...one(divergence), invalid: [undefined, 'x'] }),
  profile: one(profile),
});
const comparison = object({
  textIndex: place,
  scored: object({ start: position, end: position }),
  bytes: position,
  models: list(model, 0, 8),
  pairs: list(pair, 0, 8),
  noise: nullable(noise),
});
const job = object({
  jobId: anyUuid,
  texts: list(one(object({ label: text(0, 300), text: text(1, 400_000) })), 1, 6),
  modelIds: list(sha256, 1, 8),
  distributionTokens: whole(0, 20_000),
  startsWithBos: flag,
});

const answers = {
  'an event': [
    crossReadingEventSchema,
    kinds({
      state: {
        stage: oneOf('waiting', 'loading', 'scoring', 'distributions', 'noise', 'continuation'),
        modelId: nullable(sha256),
        textIndex: place,
        done: position,
        total: position,
      },
      reading: {
        textIndex: place,
        modelId: sha256,
        tokenIds: bytes(8 * mebibyte),
        logprobs: bytes(16 * mebibyte),
        addedBytes: whole(0, 1),
        profile: nullable(one(profile)),
        memoryBytes: number(0, 1e15),
      },
      divergences: {
        textIndex: place,
        modelId: sha256,
        firstToken: position,
        kldNats: bytes(mebibyte),
        topSame: bytes(mebibyte),
        worst: list(object({ token: position, reference: candidates, other: one(candidates) }), 0, 12),
      },
      failed: { modelId: sha256, error: errorRecord },
      end: { reason: oneOf('complete', 'cancelled'), comparisons: list(comparison, 0, 6) },
    }),
  ],
  'a job that began': [outputOf(crossReadingContract.start), object({ jobId: anyUuid })],
  'the newest job': [outputOf(crossReadingContract.latest), nullable(job)],
  'the answer to a cancel': [outputOf(crossReadingContract.cancel), object({})],
  'rows of an engine': [
    rowsEventSchema,
    kinds({
      rows: { firstToken: whole(1, 10_000_000), count: whole(1, 100_000), logits: bytes(16 * mebibyte) },
      end: { profile },
    }),
  ],
} as const;

describe('what a cross-reading may say', () => {
  it.each(Object.entries(answers))('holds for %s', (_name, [schema, shape]) => {
    expect(differences(schema, shape)).toEqual([]);
  });
});
