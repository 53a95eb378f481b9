/**
 * Scoring a given text: the distribution before every token. Portable. A scoring belongs to the core: it goes on without
 * a page, and a page attaches to it at any token. It is kept in memory only.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { tokenChunkSchema } from './engine.ts';
import { errorMap } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';

const procedure = oc.errors(errorMap);
const tokenCount = z.int().min(0).max(10_000_000);

export const scoringTextSchema = z.object({
  modelId: modelIdSchema,
  text: z.string().min(1).max(4_000_000),
  /** Read before the text and not scored; cut into tokens by itself. May be empty. */
  contextBefore: z.string().max(100_000),
  /** Every window begins with the model's start token, if it has one. */
  startsWithBos: z.boolean(),
});
export type ScoringText = z.infer<typeof scoringTextSchema>;

export const scoringJobSchema = scoringTextSchema.extend({ jobId: z.uuid() });
export type ScoringJob = z.infer<typeof scoringJobSchema>;

/** How the text is read. */
export const scoringPlanSchema = z.object({
  tokens: tokenCount,
  /** Tokens of the context before, and of the start mark. */
  contextTokens: tokenCount,
  /** The text's first token has nothing before it: 1, else 0. */
  unscoredTokens: tokenCount,
  windows: tokenCount,
  /** Tokens that a window holds at most, and how many more each window after the first scores. */
  windowTokens: tokenCount,
  strideTokens: tokenCount,
  /** How many alternatives are kept for each token: fewer for a very long text, so that memory stays bounded. */
  alternatives: z.int().min(1).max(1_024),
  /** Bytes of the first token that are not of the text: the space that SentencePiece puts in front. */
  addedBytes: z.int().min(0).max(1),
});
export type ScoringPlan = z.infer<typeof scoringPlanSchema>;

export const scoringEventSchema = z.discriminatedUnion('kind', [
  /** `plan` is null until the text is cut into tokens (the model may have to load first). */
  z.object({
    kind: z.literal('state'),
    state: z.enum(['waiting', 'running', 'paused']),
    scored: tokenCount,
    plan: scoringPlanSchema.nullable(),
  }),
  /** Tokens of the text in order, from 0, without gap or repetition from `fromToken` on, each with its exact rank. */
  tokenChunkSchema,
  z.object({
    kind: z.literal('end'),
    reason: z.enum(['complete', 'cancelled']),
    scored: tokenCount,
    plan: scoringPlanSchema.nullable(),
    /** Null when nothing was scored. */
    profile: evaluationProfileSchema.nullable(),
    tokensPerSecond: z.number().min(0).nullable(),
  }),
]);
export type ScoringEvent = z.infer<typeof scoringEventSchema>;

const byId = procedure.input(z.object({ jobId: z.uuid() }));

export const scoringContract = {
  /** Starts a scoring and ends the one that runs. The model is loaded when needed. Errors come with `attach`. */
  start: procedure.input(scoringTextSchema).output(z.object({ jobId: z.uuid() })),
  /** The newest scoring, for a page that was reloaded; null when there is none. */
  latest: procedure.input(z.object({})).output(scoringJobSchema.nullable()),
  /**
   * Everything from token `fromToken` of the text on: what is there, then live, then `end`. Leaving ends the reading only.
   * Errors: scoring.notFound, scoring.textChanged `{ atByte }`, model.*, engine.*
   */
  attach: procedure
    .input(z.object({ jobId: z.uuid(), fromToken: tokenCount }))
    .output(eventIterator(scoringEventSchema)),
  /** Frees the model until `resume`; what is scored stays. Errors: scoring.notFound */
  pause: byId.output(z.object({})),
  resume: byId.output(z.object({})),
  /** Ends it; what is scored stays. Errors: scoring.notFound */
  cancel: byId.output(z.object({})),
};
