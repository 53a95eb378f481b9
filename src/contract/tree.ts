/**
 * Trees of continuations: what a model may write after a text, best first. Portable. Every number is raw (temperature 1,
 * before every sampler stage) and recomputed, with the profile it was computed under.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { readingSchema } from './tokenizer.ts';

const tokenId = z.int().min(0).max(10_000_000);
const nodeId = z.int().min(0).max(1_000_000);
const fraction = z.number().min(0).max(1);
const logprob = z.number().max(0);
const count = z.int().min(0).max(1e12);

export const treeLimitsSchema = z.object({
  /** Most tokens behind the start. */
  depth: z.int().min(1).max(32),
  /** Most listed children of a node. */
  children: z.int().min(1).max(32),
  /** Children are listed until their probabilities sum to this much. */
  coverage: fraction,
  /** Least probability of a listed path. */
  minPathProbability: fraction,
  /** Most listed nodes; only those of the drawn paths may go beyond. */
  nodes: z.int().min(1).max(5_000),
  /** Of growing, from the moment that the start has been read. */
  seconds: z.number().min(0.1).max(600),
});
export type TreeLimitsInput = z.infer<typeof treeLimitsSchema>;

export const treeStartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), reading: readingSchema }),
  z.object({ kind: z.literal('tokens'), tokenIds: z.array(tokenId).min(1).max(1_000_000) }),
]);
export type TreeStart = z.infer<typeof treeStartSchema>;

export const beamSettingsSchema = z.object({
  width: z.int().min(1).max(16),
  /** Most tokens of a beam. */
  length: z.int().min(1).max(32),
  /** Ranked by the mean ln p of a token instead of the ln p of the whole. */
  isNormalised: z.boolean(),
});

/** See Expansion and TreePath in probability/tree. */
const expansionSchema = z.object({
  parentId: nodeId,
  children: z
    .array(z.object({ id: nodeId, tokenId, probability: fraction, logprob, isEnd: z.boolean() }))
    .max(64),
  /** All tokens that are not listed: 1 − Σ of the listed ones, and their number. */
  other: z.object({ probability: fraction, count }),
  /** P(end of generation) after the parent; null when it is not known. */
  endProbability: fraction.nullable(),
});

const pathSchema = z.object({
  kind: z.enum(['greedy', 'sampled', 'beam']),
  /** Among the beams, best first, from 1. */
  place: z.int().min(1).max(16),
  nodeIds: z.array(nodeId).max(32),
  /** ln p of the whole path, in nats. */
  logprob,
  /** Beams: what they are ranked by, in nats. */
  score: logprob,
  isEnded: z.boolean(),
});

export const treeEventSchema = z.discriminatedUnion('kind', [
  /** First. `replyStart`: how many of the tokens stand before the beginning of the reply that was given. */
  z.object({
    kind: z.literal('start'),
    tokenIds: z.array(tokenId).max(10_000_000),
    replyStart: count,
    profile: evaluationProfileSchema,
  }),
  /** The start is being read: `evaluated` of `total` tokens. */
  z.object({ kind: z.literal('reading'), evaluated: count, total: count }),
  z.object({ kind: z.literal('expansion'), expansion: expansionSchema }),
  z.object({ kind: z.literal('path'), path: pathSchema }),
  z.object({
    kind: z.literal('progress'),
    /** Listed, without the start. */
    nodes: count,
    /** Distributions that were read by the model. */
    evaluations: count,
    /** Distributions that were known from an earlier tree with the same start. */
    remembered: count,
    /** Tokens that the model evaluated for them, the start included; the rest was in its cache. */
    evaluatedTokens: count,
    /** Tokens that it would have evaluated without its cache. */
    uncachedTokens: count,
    elapsedMs: z.number().min(0),
  }),
  /** Last. `complete`: nothing within the limits is left to read. */
  z.object({ kind: z.literal('end'), reason: z.enum(['complete', 'nodes', 'time', 'stopped']) }),
]);
export type TreeEvent = z.infer<typeof treeEventSchema>;

export const treeContract = {
  /**
   * Grows a tree: the greedy path, a sampled one and the beams, then the most probable path that was not read yet,
   * until a limit. Takes the model's turn for one distribution at a time, so that a reply can come between. Aborting ends
   * it at once. Loads the model if needed. Errors: model.*, engine.*, generation.contextFull, app.invalidInput.
   */
  grow: oc
    .errors(errorMap)
    .input(
      z.object({
        modelId: modelIdSchema,
        start: treeStartSchema,
        limits: treeLimitsSchema,
        /** Of the sampled path. */
        seed: z.int().min(0).max(0xffff_ffff),
        beam: beamSettingsSchema.nullable(),
      }),
    )
    .output(eventIterator(treeEventSchema)),
};

export type GrowInput = {
  readonly modelId: z.infer<typeof modelIdSchema>;
  readonly start: TreeStart;
  readonly limits: TreeLimitsInput;
  readonly seed: number;
  readonly beam: z.infer<typeof beamSettingsSchema> | null;
};
