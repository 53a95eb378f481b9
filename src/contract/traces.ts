/**
 * Token traces: what was captured for every token of a reply, and what the model read. Portable.
 * Traces open without the model that wrote them.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { tokenChunkSchema } from './engine.ts';
import { errorMap } from './errors.ts';
import { conversationIdSchema, messageIdSchema, modelIdSchema, vocabularyHashSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { promptSchema } from './prompt.ts';
import { generationSettingsSchema } from './sampler.ts';
import { bytesSchema } from './serializers.ts';
import { maxTraceFileBytes, traceFilePartBytes } from './trace-file.ts';

const procedure = oc.errors(errorMap);

/** What holds for all tokens of a trace. */
export const traceHeaderSchema = z.object({
  messageId: messageIdSchema,
  model: z.object({ id: modelIdSchema, name: z.string().max(300) }),
  vocabularyHash: vocabularyHashSchema,
  vocabularySize: z.int().min(1).max(10_000_000),
  endTokenIds: z.array(z.int().min(0).max(10_000_000)).max(1_000),
  profile: evaluationProfileSchema,
  settings: generationSettingsSchema,
  seed: z.int().min(0).max(0xffff_ffff),
  promptTokens: z.int().min(0).max(10_000_000),
  replyTokens: z.int().min(0).max(10_000_000),
});
export type TraceHeader = z.infer<typeof traceHeaderSchema>;

export const promptScoreSchema = z.object({
  /** Always another pass than the generation: labelled "recomputed" on screen. */
  profile: evaluationProfileSchema,
  scoredAtMs: z.int().min(0),
  chunks: z.array(tokenChunkSchema),
});
export type PromptScore = z.infer<typeof promptScoreSchema>;

const tokenRangeSchema = z.object({
  messageId: messageIdSchema,
  fromToken: z.int().min(0).max(10_000_000),
  toToken: z.int().min(0).max(10_000_000),
});

export const mostSums = 32;

export const replySumSchema = z.object({
  messageId: messageIdSchema,
  tokens: z.int().min(0).max(10_000_000),
  /** ln of the raw probability of all its tokens together, in nats; null: of one of them nothing was captured. */
  logprob: z.number().max(0).nullable(),
  /** False: the normaliser of one of them was a bound. */
  isExact: z.boolean(),
});
export type ReplySum = z.infer<typeof replySumSchema>;

export const tracesContract = {
  /** Replies without a trace are left out. Cost: a few milliseconds each hundred tokens. Errors: database.damaged */
  sums: procedure
    .input(z.object({ messageIds: z.array(messageIdSchema).min(1).max(mostSums) }))
    .output(z.array(replySumSchema).max(mostSums)),
  /** Errors: trace.notFound. */
  header: procedure.input(z.object({ messageId: messageIdSchema })).output(traceHeaderSchema),
  /** Chunks that cover the tokens `fromToken` up to (not including) `toToken`; the first may begin earlier. */
  chunks: procedure.input(tokenRangeSchema).output(z.array(tokenChunkSchema)),
  /**
   * The tokens `fromToken` up to `toToken` as above, each without its alternatives (see probability/trace-head.ts):
   * what a heat map needs, in a tenth of the bytes.
   */
  heads: procedure.input(tokenRangeSchema).output(z.array(tokenChunkSchema)),
  /** What the model read before this reply, exactly. */
  prompt: procedure.input(z.object({ messageId: messageIdSchema })).output(promptSchema),
  /** The stored score of that prompt, or null. */
  promptScore: procedure.input(z.object({ messageId: messageIdSchema })).output(promptScoreSchema.nullable()),
  /** Scores the prompt with the model that read it (loading it if needed) and stores the result. Errors: model.*, engine.* */
  scorePrompt: procedure.input(z.object({ messageId: messageIdSchema })).output(promptScoreSchema),
  /**
   * Takes a trace file (trace-file.ts) in parts, in order. With the last part the whole file is checked, and becomes a
   * conversation of its own; until then, and when it is refused, nothing is written. Null: more parts are expected.
   * Errors: trace.invalidFile `{ place, reason }`, file.expired (another file was begun, or a part is missing), app.*
   */
  import: procedure
    .input(
      z.object({
        /** Made by the page: which file this is a part of. */
        uploadId: z.uuid(),
        /** What the title of the new conversation begins with, in the reader's language. */
        titlePrefix: z.string().max(40),
        totalBytes: z.int().min(1).max(maxTraceFileBytes),
        offset: z.int().min(0).max(maxTraceFileBytes),
        bytes: bytesSchema(traceFilePartBytes),
      }),
    )
    .output(z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema }).nullable()),
};
