/**
 * The trace file: one reply with everything that was captured for it, as JSON (docs/trace-format.md). Portable. This
 * file says what such a file may hold; trace-file-write.ts makes one, trace-file-read.ts checks one that came from
 * anywhere.
 */
import { z } from 'zod';
import { forkSchema, messageTextSchema, systemPromptSchema, titleSchema } from './conversations.ts';
import { errorRecordSchema } from './errors.ts';
import { messageIdSchema, modelIdSchema, vocabularyHashSchema } from './ids.ts';
import { tokenTypes } from './models.ts';
import { evaluationProfileSchema } from './profile.ts';
import { promptSpanSchema } from './prompt.ts';
import { replyEndSchema, replyStatsSchema } from './reply.ts';
import { generationSettingsSchema } from './sampler.ts';

export const traceFileFormat = 'prisme.trace';
export const traceFileVersion = 1;
/** Largest file that is read. */
export const maxTraceFileBytes = 64 * 1024 * 1024;
/** How a file crosses the port: in parts of at most this size. */
export const traceFilePartBytes = 4 * 1024 * 1024;

const mostTokens = 1_048_576;
const mostAlternatives = 1_024;
const mostVocabulary = 2_000_000;

const tokenId = z.int().min(0).max(mostVocabulary);
const timestampMs = z.int().min(0).max(1e14);
/** A finite number, or the one infinity that a masked token has. */
const logit = z.union([z.number(), z.literal('-Infinity')]);

/** One position, as in probability/trace.ts. Numbers read back to the very same bits. */
export const traceFileTokenSchema = z.strictObject({
  id: tokenId,
  origin: z.enum(['prompt', 'forced', 'sampled']),
  logit,
  maxLogit: z.number(),
  logZ: z.number().min(0),
  isLogZExact: z.boolean(),
  draw: z.number().min(0).lt(1).nullable(),
  xtcDraw: z.number().min(0).lt(1).nullable(),
  endLogprob: z.number().max(0).nullable(),
  logZAtTemperature: z.number().min(0).nullable(),
  /** Exact rank among the whole vocabulary, from 1, where it is known. */
  rank: z.int().min(1).max(mostVocabulary).optional(),
  topIds: z.array(tokenId).max(mostAlternatives),
  topLogits: z.array(logit).max(mostAlternatives),
});
export type TraceFileToken = z.infer<typeof traceFileTokenSchema>;

/** `[id, bytes in hex, type]` of a token that occurs anywhere in the file. */
export const traceFilePieceSchema = z.tuple([
  tokenId,
  z
    .string()
    .max(20_000)
    .regex(/^(?:[0-9a-f]{2})*$/),
  z.enum(tokenTypes),
]);
export type TraceFilePiece = z.infer<typeof traceFilePieceSchema>;

/** How the reply ended, with nothing in it that is not named. */
const endSchema = z.strictObject({
  reason: replyEndSchema.shape.reason,
  error: errorRecordSchema.strict().nullable(),
  stats: replyStatsSchema.strict().nullable(),
});

const settingsSchema = generationSettingsSchema
  .extend({ logitBias: z.array(generationSettingsSchema.shape.logitBias.element.strict()).max(256) })
  .strict();

/** Everything but the long lists, whose entries are checked one by one. */
export const traceFileHeadSchema = z.strictObject({
  format: z.literal(traceFileFormat),
  version: z.literal(traceFileVersion),
  exportedBy: z.string().max(100),
  exportedAtMs: timestampMs,
  model: z.strictObject({
    id: modelIdSchema,
    name: z.string().max(300),
    vocabularyHash: vocabularyHashSchema,
    vocabularySize: z.int().min(1).max(mostVocabulary),
  }),
  profile: evaluationProfileSchema.strict(),
  settings: settingsSchema,
  seed: z.int().min(0).max(0xffff_ffff),
  endTokenIds: z.array(tokenId).max(1_000),
  conversation: z.strictObject({ title: titleSchema, systemPrompt: systemPromptSchema }),
  /** The message that was answered; null: the reply began the conversation. */
  userMessage: z
    .strictObject({ id: messageIdSchema, text: messageTextSchema, createdAtMs: timestampMs })
    .nullable(),
  reply: z.strictObject({
    text: messageTextSchema,
    createdAtMs: timestampMs,
    end: endSchema.nullable(),
    fork: forkSchema.strict().nullable(),
  }),
  prompt: z.strictObject({
    tokenIds: z.array(tokenId).max(mostTokens),
    spans: z.array(promptSpanSchema.strict()).max(100_000),
  }),
  pieces: z.array(z.unknown()).max(mostVocabulary),
  tokens: z.array(z.unknown()).max(mostTokens),
  /** The prompt's own distributions, if they were computed afterwards: one entry for each of its tokens. */
  promptScore: z
    .strictObject({
      profile: evaluationProfileSchema.strict(),
      scoredAtMs: timestampMs,
      tokens: z.array(z.unknown()).max(mostTokens),
    })
    .nullable(),
});
export type TraceFileHead = z.infer<typeof traceFileHeadSchema>;
