/**
 * What the core and an engine say to each other: one oRPC contract over one port. Portable.
 * An engine holds one model and knows no conversations. The core treats every message of an engine as hostile input:
 * outputs are checked against these schemas too.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { longestTemplate } from './chat-format.ts';
import { mostDocuments } from './documents.ts';
import { errorMap } from './errors.ts';
import { documentIdSchema, messageIdSchema } from './ids.ts';
import { aloneRunsSchema, evaluationProfileSchema } from './profile.ts';
import { egressReportSchema } from './egress.ts';
import { graphicsSchema } from './graphics.ts';
import { promptSchema } from './prompt.ts';
import { finishReasonSchema, replyStatsSchema } from './reply.ts';
import { generationSettingsSchema } from './sampler.ts';
import { bytesSchema } from './serializers.ts';

const tokenId = z.int().min(0).max(10_000_000);
const tokenIds = z.array(tokenId).max(10_000_000);
const fraction = z.number().min(0).max(1);

/** The largest trace chunk that may cross a port: 1,024 alternatives of a few hundred tokens. */
const maxChunkBytes = 16 * 1024 * 1024;

/** A run of captured tokens; `steps` is the binary form of probability/trace-codec.ts and holds `count` steps. */
export const tokenChunkSchema = z.object({
  kind: z.literal('tokens'),
  /** Position of the first token of the chunk in the reply (or the scored text), from 0. */
  firstToken: z.int().min(0).max(10_000_000),
  count: z.int().min(1).max(100_000),
  steps: bytesSchema(maxChunkBytes),
});
export type TokenChunk = z.infer<typeof tokenChunkSchema>;

/** Types of the KV cache that can be chosen. Fewer bits: less memory, other numbers. */
export const kvCacheTypes = ['f16', 'q8_0', 'q4_0'] as const;
export const kvCacheTypeSchema = z.enum(kvCacheTypes);
export type KvCacheType = z.infer<typeof kvCacheTypeSchema>;

export const loadRequestSchema = z.object({
  /** A path that the core chose, never one from a page. */
  path: z.string().min(1).max(32_768),
  contextTokens: z.int().min(8).max(1_048_576),
  /** Null: let the engine decide (before calibration). */
  threads: z.int().min(1).max(1_024).nullable(),
  gpu: z.enum(['auto', 'off']),
  /** Layers that the graphics card holds; missing: as many as fit. */
  gpuLayers: z.int().min(0).max(10_000).optional(),
  batchTokens: z.int().min(1).max(4_096),
  /** A cache of fewer than 16 bits needs it, and then has it in any case. */
  flashAttention: z.boolean(),
  /** Missing: f16. */
  kvCacheType: kvCacheTypeSchema.optional(),
  /** Missing: true. */
  useMmap: z.boolean().optional(),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

/** What the engine knows about the model it holds. */
export const loadedModelSchema = z.object({
  vocabularySize: z.int().min(1).max(10_000_000),
  /** The context that is in use, which can be smaller than the one the model was trained with. */
  contextTokens: z.int().min(1).max(10_000_000),
  trainedContextTokens: z.int().min(1).max(1e9),
  bosTokenId: tokenId.nullable(),
  /** Every token that ends a generation (end of text, end of turn). */
  endTokenIds: z.array(tokenId).max(1_000),
  hasChatTemplate: z.boolean(),
  profile: evaluationProfileSchema,
  memoryBytes: z.number().min(0).max(1e15),
  graphics: graphicsSchema.optional(),
});
export type LoadedModel = z.infer<typeof loadedModelSchema>;

/** `summary`: of messages that are not among the turns; it belongs to the system message, which stands before it if there is one. */
export const chatTurnSchema = z.object({
  role: z.enum(['system', 'summary', 'user', 'assistant']),
  text: z.string().max(4_000_000),
  messageId: messageIdSchema.nullable(),
  /** What stands before the text, each with whatever parts it from what follows. */
  documents: z
    .array(z.object({ id: documentIdSchema, text: z.string().max(4_000_000) }))
    .max(mostDocuments)
    .optional(),
});
export type ChatTurn = z.infer<typeof chatTurnSchema>;

export const renderRequestSchema = z.discriminatedUnion('kind', [
  /** Apply a chat template, `template` or the file's own; the prompt ends where the reply begins. */
  z.object({
    kind: z.literal('chat'),
    turns: z.array(chatTurnSchema).max(10_000),
    template: z.string().min(1).max(longestTemplate).optional(),
  }),
  /** No template: the text as it is, after the start token if the model wants one. */
  z.object({ kind: z.literal('raw'), text: z.string().max(4_000_000) }),
]);
export type RenderRequest = z.infer<typeof renderRequestSchema>;

/**
 * How the prompt is evaluated: as it was for a reply that is gone on with, so that its numbers are the same, see
 * EvaluationProfile.promptAlone; what the cache holds in another way is evaluated again. Missing: in batches, behind
 * whatever the cache holds.
 */
const promptAlone = aloneRunsSchema.optional();

export const generateRequestSchema = z.object({
  prompt: tokenIds,
  promptAlone,
  /** Tokens of the reply that stand already (a reply that is continued). Penalties and limits count them. */
  reply: tokenIds,
  /**
   * Tokens that a person put behind `reply`. Each becomes a step of the reply with origin `forced` and the distribution
   * that it was put in the place of; then the chain goes on. Limits and penalties count them.
   */
  forced: tokenIds,
  settings: generationSettingsSchema,
  /** The seed in use: `settings.seed`, or the one drawn for this reply. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** How many of the most probable tokens are captured at each step, at least. */
  topN: z.int().min(1).max(1_024),
  /** False only in benchmarks: the same loop and chain, without normaliser and trace. */
  capture: z.boolean(),
});
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

export const generateEventSchema = z.discriminatedUnion('kind', [
  /** Evaluation of the prompt: `evaluated` of `total` tokens, `reused` of them without work. */
  z.object({
    kind: z.literal('prompt'),
    evaluated: z.int().min(0),
    total: z.int().min(0),
    reused: z.int().min(0),
    /** How the prompt is evaluated, see EvaluationProfile. */
    promptAlone: aloneRunsSchema,
  }),
  tokenChunkSchema,
  z.object({
    kind: z.literal('end'),
    reason: finishReasonSchema.exclude(['interrupted']),
    stats: replyStatsSchema,
    /** How many bytes of the reply's text stand before the stop string; null when none was met. */
    stopStringAtByte: z.int().min(0).nullable(),
  }),
]);
export type GenerateEvent = z.infer<typeof generateEventSchema>;

export const scoreRequestSchema = z.object({
  tokenIds,
  /**
   * Position of the first token that gets a step, at least 1 unless nothing stands before it (0: from the start, where
   * the first token has no distribution). What stands before is evaluated, or taken from the cache, and not sent.
   */
  from: z.int().min(0).max(10_000_000),
  topN: z.int().min(1).max(1_024),
});
export type ScoreRequest = z.infer<typeof scoreRequestSchema>;

export const scoreEventSchema = z.discriminatedUnion('kind', [
  /** One step for each token from `from` on, each with its exact rank; a text's first token has no distribution. */
  tokenChunkSchema,
  z.object({
    kind: z.literal('end'),
    tokensPerSecond: z.number().min(0).nullable(),
    profile: evaluationProfileSchema,
  }),
]);
export type ScoreEvent = z.infer<typeof scoreEventSchema>;

export const rowsRequestSchema = z.object({
  tokenIds,
  /** Position of the first token whose row is wanted, at least 1: nothing stands before the first one. */
  from: z.int().min(1).max(10_000_000),
  /**
   * Tokens that are evaluated at once. Null: as many as scoring does, so that the rows are those that its numbers come
   * from. Another number is another profile: what it changes is the noise of computing.
   */
  batchTokens: z.int().min(1).max(4_096).nullable(),
});
export type RowsRequest = z.infer<typeof rowsRequestSchema>;

export const rowsEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    /** Position of the token that the first row stands before. */
    firstToken: z.int().min(1).max(10_000_000),
    count: z.int().min(1).max(100_000),
    /** `count` whole rows one after the other: raw logits by token id, little-endian f32. */
    logits: bytesSchema(maxChunkBytes),
  }),
  z.object({ kind: z.literal('end'), profile: evaluationProfileSchema }),
]);
export type RowsEvent = z.infer<typeof rowsEventSchema>;

export const probeRequestSchema = z.object({
  /** Evaluated in batches, as a prompt. */
  prompt: tokenIds,
  promptAlone,
  /** Evaluated one by one, as the tokens of a reply were, so that the numbers are the same to the last digit. */
  reply: tokenIds,
  /** How many of the most probable tokens to answer with; at least the vocabulary's size: the complete row. */
  topN: z.int().min(1).max(10_000_000),
  /** True: entropy and the ranks of `wanted` are computed from the complete row. */
  isExact: z.boolean(),
  /** Tokens to say more about. */
  wanted: z.array(tokenId).max(1_000),
});
export type ProbeRequest = z.infer<typeof probeRequestSchema>;

/** The raw distribution of the token that comes after some tokens: temperature 1, before every sampler stage. */
export const distributionSchema = z.object({
  vocabularySize: z.int().min(1).max(10_000_000),
  /** Ids of the most probable tokens, most probable first (ties: lower id first), as little-endian u32. */
  ids: bytesSchema(64 * 1024 * 1024),
  /** Their raw logits as little-endian f32, in the same order. */
  logits: bytesSchema(64 * 1024 * 1024),
  /** ln Σ exp(logit − highest logit) over the whole vocabulary, in nats; see TraceStep.logZ. */
  logZ: z.number().min(0),
  isLogZExact: z.boolean(),
  /** ln P(end of generation); null when it is not known. */
  endLogprob: z.number().max(0).nullable(),
  /** Shannon entropy over the whole vocabulary, in bits; null unless `isExact` was asked for. */
  entropyBits: z.number().min(0).nullable(),
  wanted: z.array(
    z.object({
      tokenId,
      logit: z.number(),
      /** ln p, nats. */
      logprob: z.number().max(0),
      /** 1 + how many tokens have a higher logit; null unless `isExact` was asked for. */
      rank: z.int().min(1).nullable(),
    }),
  ),
  profile: evaluationProfileSchema,
});
export type Distribution = z.infer<typeof distributionSchema>;

export const probeEventSchema = z.discriminatedUnion('kind', [
  /** Evaluation: `evaluated` of `total` tokens, `reused` of them without work. */
  z.object({
    kind: z.literal('progress'),
    evaluated: z.int().min(0),
    total: z.int().min(0),
    reused: z.int().min(0),
  }),
  z.object({ kind: z.literal('result'), distribution: distributionSchema }),
]);
export type ProbeEvent = z.infer<typeof probeEventSchema>;

export const threadMeasurementSchema = z.object({
  threads: z.int().min(1).max(1_024),
  /** Median milliseconds for one generated token. */
  msPerToken: z.number().min(0).max(1e9),
});
export type ThreadMeasurement = z.infer<typeof threadMeasurementSchema>;

export const calibrationSchema = z.object({
  threads: z.int().min(1).max(1_024),
  measurements: z.array(threadMeasurementSchema).max(64),
});
export type Calibration = z.infer<typeof calibrationSchema>;

const procedure = oc.errors(errorMap);

export const engineContract = {
  /** Loads the model; the last event is `loaded`. Errors: model.* */
  load: procedure
    .input(loadRequestSchema)
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), fraction }),
          z.object({ kind: z.literal('loaded'), model: loadedModelSchema }),
        ]),
      ),
    ),
  /** The exact ids for a conversation or a text, with their origins. Errors: model.templateFailed, model.noChatTemplate. */
  render: procedure.input(renderRequestSchema).output(promptSchema),
  /** The ids of a text as content (special tokens in it stay plain text). */
  tokenize: procedure.input(z.object({ text: z.string().max(4_000_000) })).output(z.object({ tokenIds })),
  /** Generates; the last event is `end`. One at a time: engine.busy otherwise. Errors: generation.contextFull, model.invalidOutput. */
  generate: procedure.input(generateRequestSchema).output(eventIterator(generateEventSchema)),
  /** Soft stop of the generation or scoring that runs; answers once it has ended. */
  stop: procedure.input(z.object({})).output(z.object({ wasRunning: z.boolean() })),
  /** The distribution before every given token; the last event is `end`. */
  score: procedure.input(scoreRequestSchema).output(eventIterator(scoreEventSchema)),
  /**
   * The whole row of logits before each token from `from` on; the last event is `end`. Takes about 25 ms a row for a
   * vocabulary of 50,000 tokens (2 cores, 2026), many times what evaluating a small model does.
   * Errors: generation.contextFull, model.invalidOutput.
   */
  rows: procedure.input(rowsRequestSchema).output(eventIterator(rowsEventSchema)),
  /**
   * The distribution after some tokens; the last event is `result`, or none when it was stopped. Evaluates only what the
   * cache lacks. Errors: generation.contextFull, model.invalidOutput, app.invalidInput.
   */
  probe: procedure.input(probeRequestSchema).output(eventIterator(probeEventSchema)),
  /** Measures which number of threads generates fastest on this machine, now. Takes seconds. Empties the cache. */
  calibrate: procedure
    .input(z.object({ maxThreads: z.int().min(1).max(1_024) }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('progress'), fraction }),
          z.object({ kind: z.literal('result'), calibration: calibrationSchema }),
        ]),
      ),
    ),
  /** Heartbeat. `work` counts evaluated tokens since the start: it stands still when the engine hangs. */
  ping: procedure.input(z.object({})).output(
    z.object({
      work: z.int().min(0),
      memoryBytes: z.number().min(0),
      /** The most that it held at once since its start. */
      peakMemoryBytes: z.number().min(0).max(1e15).optional(),
      /** What the engine tried to reach since the last heartbeat, and where it listens. Nothing and nowhere, normally. */
      egress: egressReportSchema.optional(),
    }),
  ),
};
