/**
 * Cross-reading: several models read the same given texts, and what may be compared of it. Portable. The first model is the
 * reference that the others are held against. A cross-reading belongs to the core: it goes on without a page, and a page
 * attaches to it. It is kept in memory only; whole rows of logits are in a file without a name that ends with it.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap, errorRecordSchema } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { bytesSchema } from './serializers.ts';

const procedure = oc.errors(errorMap);
const count = z.int().min(0).max(10_000_000);
const place = z.int().min(0).max(5);
const share = z.number().min(0).max(1);
const finite = z.number().min(-1e15).max(1e15);
/** JSON has no ∞: a divergence without bound is null. */
const nats = z.number().min(0).max(1e15).nullable();
const estimateSchema = z.object({ mean: finite.nullable(), error: finite.nullable() });
const intervalSchema = z.object({ value: finite, low: finite, high: finite });
const percentile = (value: z.ZodType<number | null>) => z.array(z.object({ fraction: share, value })).max(20);

export const crossReadingTextSchema = z.object({
  /** What the text is called in tables; for example a model's name, when it is its reply. */
  label: z.string().max(300),
  text: z.string().min(1).max(400_000),
});

export const crossReadingRequestSchema = z.object({
  texts: z.array(crossReadingTextSchema).min(1).max(6),
  /** The first one is the reference. Each may stand here once. */
  modelIds: z.array(modelIdSchema).min(1).max(8),
  /** How many tokens of each text, from its first, are compared by whole distributions (0: none). About 25 ms each and model. */
  distributionTokens: z.int().min(0).max(20_000),
  /** The text begins with the model's start token, where its file says that texts do. */
  startsWithBos: z.boolean(),
});
export type CrossReadingRequest = z.infer<typeof crossReadingRequestSchema>;

export const divergenceSummarySchema = z.object({
  positions: count,
  /** KL(reference ‖ other) in nats a token: llama.cpp's "KLD". */
  kldNats: estimateSchema,
  kldPercentiles: percentile(nats),
  /** KL(other ‖ reference). */
  reverseKldNats: estimateSchema,
  jensenShannonBits: estimateSchema,
  totalVariation: estimateSchema,
  topSame: estimateSchema,
  topTenShared: estimateSchema,
});

export const perplexityRatioSchema = z.object({
  tokens: count,
  reference: estimateSchema,
  other: estimateSchema,
  logRatio: estimateSchema,
  ratio: estimateSchema,
  correlation: z.number().min(-1.001).max(1.001).nullable(),
  shift: estimateSchema,
  shiftRms: share,
  shiftPercentiles: percentile(finite),
});

/** What computing alone changes: the reference read twice, in batches and token by token. */
export const noiseFloorSchema = z.object({
  positions: count,
  /** |Δ ln p| of the given token. */
  logprobNats: z.object({ mean: finite, percentile95: finite }),
  /** |Δ bits per byte| over these positions. */
  bitsPerByte: finite,
  /** Null when no whole distributions were asked for. */
  divergence: divergenceSummarySchema.nullable(),
  profile: evaluationProfileSchema,
});
export type NoiseFloor = z.infer<typeof noiseFloorSchema>;

export const comparedModelSchema = z.object({
  modelId: modelIdSchema,
  tokens: count,
  scoredTokens: count,
  /** Surprise of the bytes that all models score. */
  bits: finite,
  /** With a 95 % interval over sentences; null when there is no byte that all score. */
  bitsPerByte: intervalSchema.nullable(),
  /** Of this tokeniser only, over `scoredTokens`. */
  perplexity: finite.nullable(),
  wordsTokens: z.object({ words: count, tokens: count }),
  bytesPerSecond: finite.nullable(),
  /**
   * What the model writes behind the text by its most probable tokens, 32 of them or until it ends. Null when no whole
   * distributions were asked for, or nothing can stand before it. A character that is cut off at the end is left out.
   */
  continuation: z.object({ tokens: count, text: z.string().max(20_000), isEnded: z.boolean() }).nullable(),
});
export type ComparedModel = z.infer<typeof comparedModelSchema>;

/** One model held against the reference. Null: cannot be compared, because their tokenisers are the same or are not. */
export const comparedPairSchema = z.object({
  modelId: modelIdSchema,
  isTokeniserSame: z.boolean(),
  /** Bits per byte of this one − of the reference, with a paired 95 % interval over sentences. */
  bitsPerByteDifference: intervalSchema.nullable(),
  /** `same`: the interval reaches over 0, or the difference is no more than the noise of computing. */
  verdict: z.enum(['lower', 'higher', 'same']),
  /** Share of the segments between common boundaries that surprise this model less. */
  shareBetter: share.nullable(),
  segments: count,
  perplexityRatio: perplexityRatioSchema.nullable(),
  divergence: divergenceSummarySchema.nullable(),
  /** Jensen–Shannon divergence of the next bytes where both end a token; only where tokenisers differ. */
  nextByteBits: z.object({ positions: count, bits: estimateSchema }).nullable(),
  /**
   * How long both continuations are the same (the first divergence under greedy decoding): in bytes, and in tokens where the
   * tokeniser is the same. `isWhole`: nothing differs.
   */
  sameContinuation: z.object({ bytes: count, tokens: count.nullable(), isWhole: z.boolean() }).nullable(),
});
export type ComparedPair = z.infer<typeof comparedPairSchema>;

/** All that is compared of one text. */
export const textComparisonSchema = z.object({
  textIndex: place,
  /** Bytes [start, end) that all models score, of `bytes`. */
  scored: z.object({ start: count, end: count }),
  bytes: count,
  models: z.array(comparedModelSchema).max(8),
  pairs: z.array(comparedPairSchema).max(8),
  noise: noiseFloorSchema.nullable(),
});
export type TextComparison = z.infer<typeof textComparisonSchema>;

/** Most probable first; `logprob` in nats. */
const candidatesSchema = z.array(z.object({ tokenId: count, logprob: z.number().min(-1e15).max(0) })).max(10);

export const crossReadingEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    stage: z.enum(['waiting', 'loading', 'scoring', 'distributions', 'noise', 'continuation']),
    modelId: modelIdSchema.nullable(),
    textIndex: place,
    /** Tokens of this stage. */
    done: count,
    total: count,
  }),
  /** One model has read one text. */
  z.object({
    kind: z.literal('reading'),
    textIndex: place,
    modelId: modelIdSchema,
    /** Little-endian u32, in the text's order. */
    tokenIds: bytesSchema(8 * 1024 * 1024),
    /** Little-endian f64, nats; NaN where a token is not scored. */
    logprobs: bytesSchema(16 * 1024 * 1024),
    /** Bytes of the first token that are not of the text: the space that SentencePiece puts in front. */
    addedBytes: z.int().min(0).max(1),
    profile: evaluationProfileSchema.nullable(),
    memoryBytes: z.number().min(0).max(1e15),
  }),
  /** How far one model's distributions are from the reference's, token by token. */
  z.object({
    kind: z.literal('divergences'),
    textIndex: place,
    modelId: modelIdSchema,
    /** Index of the token that the first value stands before. */
    firstToken: count,
    /** KL(reference ‖ model) in nats, little-endian f32. */
    kldNats: bytesSchema(1024 * 1024),
    /** 1 where both have the same most probable token, else 0. */
    topSame: bytesSchema(1024 * 1024),
    /** Where the divergence is largest, largest first, with the ten most probable tokens of both. */
    worst: z.array(z.object({ token: count, reference: candidatesSchema, other: candidatesSchema })).max(12),
  }),
  /** This model could not read; the others go on. */
  z.object({ kind: z.literal('failed'), modelId: modelIdSchema, error: errorRecordSchema }),
  z.object({
    kind: z.literal('end'),
    reason: z.enum(['complete', 'cancelled']),
    comparisons: z.array(textComparisonSchema).max(6),
  }),
]);
export type CrossReadingEvent = z.infer<typeof crossReadingEventSchema>;

export const crossReadingJobSchema = crossReadingRequestSchema.extend({ jobId: z.uuid() });
export type CrossReadingJob = z.infer<typeof crossReadingJobSchema>;

export const crossReadingContract = {
  /** Starts one and ends the one that runs. Models are loaded one after the other. Errors come with `attach`. */
  start: procedure.input(crossReadingRequestSchema).output(z.object({ jobId: z.uuid() })),
  /** The newest one, for a page that was reloaded; null when there is none. */
  latest: procedure.input(z.object({})).output(crossReadingJobSchema.nullable()),
  /** Everything so far, then live, then `end`. Errors: crossReading.notFound, app.diskFull, app.storageFailed */
  attach: procedure.input(z.object({ jobId: z.uuid() })).output(eventIterator(crossReadingEventSchema)),
  /** Ends it; what was compared stays. Errors: crossReading.notFound */
  cancel: procedure.input(z.object({ jobId: z.uuid() })).output(z.object({})),
};
