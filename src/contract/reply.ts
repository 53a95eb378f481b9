/**
 * How a reply ended and what it cost. Portable.
 */
import { z } from 'zod';
import { errorRecordSchema } from './errors.ts';

/**
 * Why the last token was the last one. `endToken`: the model chose to end; `stopString`: a stop text appeared;
 * `tokenLimit`, `contextLimit`: a limit was reached; `stopped`: the person stopped it; `interrupted`: the engine or
 * Prisme itself ended in mid-reply (the error says how), every token until then is kept.
 */
export const finishReasonSchema = z.enum([
  'endToken',
  'stopString',
  'tokenLimit',
  'contextLimit',
  'stopped',
  'interrupted',
]);
export type FinishReason = z.infer<typeof finishReasonSchema>;

const count = z.int().min(0).max(10_000_000);
const durationMs = z.number().min(0).max(1e9);

/** Speeds and sizes of one reply, measured, never estimated. Null: not measured (for example no token was written). */
export const replyStatsSchema = z.object({
  promptTokens: count,
  /** Prompt tokens that were already in the KV cache and were not evaluated again. */
  reusedTokens: count,
  replyTokens: count,
  /** From the request to the first token, prompt evaluation included. */
  firstTokenMs: durationMs.nullable(),
  promptTokensPerSecond: z.number().min(0).max(1e7).nullable(),
  tokensPerSecond: z.number().min(0).max(1e7).nullable(),
  /** Resident memory of the engine process at the end. */
  memoryBytes: z.number().min(0).max(1e15),
});
export type ReplyStats = z.infer<typeof replyStatsSchema>;

export const replyEndSchema = z.object({
  reason: finishReasonSchema,
  error: errorRecordSchema.nullable(),
  stats: replyStatsSchema.nullable(),
});
export type ReplyEnd = z.infer<typeof replyEndSchema>;
