/**
 * The tree of continuations of a text: grown best first, with the greedy, a sampled and the beams' paths laid over it.
 * Portable. All probabilities are raw: the model's own, before every sampler stage.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { readingSchema } from './tokenizer.ts';

const procedure = oc.errors(errorMap);
const tokenId = z.int().min(0).max(10_000_000);
const probability = z.number().min(0).max(1);
const logprob = z.number().max(0);
const nodeId = z.int().min(0).max(100_000);

/** How far a tree grows; see probability/tree/tree-limits.ts. */
export const treeLimitsSchema = z.object({
  depth: z.int().min(1).max(64),
  children: z.int().min(1).max(50),
  coverage: probability,
  minPathProbability: probability,
  nodes: z.int().min(1).max(5_000),
  /** Counted from the first place that is read, the model's loading left out. */
  seconds: z.number().min(1).max(600),
});
export type TreeRequestLimits = z.infer<typeof treeLimitsSchema>;

export const treeStartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), reading: readingSchema }),
  z.object({ kind: z.literal('tokens'), tokenIds: z.array(tokenId).min(1).max(1_000_000) }),
]);
export type TreeStart = z.infer<typeof treeStartSchema>;

export const treeRequestSchema = z.object({
  modelId: modelIdSchema,
  start: treeStartSchema,
  limits: treeLimitsSchema,
  /** Of the sampled path: temperature 1, nothing cut. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** Null: no beam search. */
  beam: z
    .object({
      width: z.int().min(1).max(16),
      length: z.int().min(1).max(64),
      /** True: ranked by the mean ln p of a token; false: by the ln p of the whole path. */
      isNormalised: z.boolean(),
    })
    .nullable(),
});
export type TreeRequest = z.infer<typeof treeRequestSchema>;

export const treeEventSchema = z.discriminatedUnion('kind', [
  /** The exact ids that the tree begins behind, and how its numbers are computed. */
  z.object({ kind: z.literal('start'), promptIds: z.array(tokenId), profile: evaluationProfileSchema }),
  z.object({
    kind: z.literal('expansion'),
    /** Children that are added to a node and what remains after that; ids follow on. See probability/tree/tree.ts. */
    expansion: z.object({
      parentId: nodeId,
      children: z.array(z.object({ id: nodeId, tokenId, probability, logprob, isEnd: z.boolean() })),
      other: z.object({ probability, count: z.int().min(0).max(10_000_000) }),
      endProbability: probability.nullable(),
    }),
    /** Places that were evaluated so far: those that were remembered or stand in two paths count once. */
    evaluations: z.int().min(0),
    /** Tokens that the engine evaluated for them; what its cache held already is not in it. */
    evaluatedTokens: z.int().min(0),
    elapsedMs: z.number().min(0),
  }),
  z.object({
    kind: z.literal('path'),
    path: z.object({
      kind: z.enum(['greedy', 'sampled', 'beam']),
      /** Among the beams, best first, from 1. */
      place: z.int().min(1).max(16),
      nodeIds: z.array(nodeId).max(64),
      logprob,
      /** What beams are ranked by; the others: `logprob`. */
      score: logprob,
      isEnded: z.boolean(),
    }),
  }),
  /** `complete`: nothing within the limits is left to read. */
  z.object({ kind: z.literal('end'), reason: z.enum(['complete', 'nodes', 'time', 'stopped']) }),
]);
export type TreeEvent = z.infer<typeof treeEventSchema>;

export const treeContract = {
  /**
   * Grows a tree with this model, loading it if needed. The last event is `end`; aborting ends it. The numbers of the
   * last start are remembered: growing it further evaluates only what is new.
   * Errors: model.*, engine.*, generation.contextFull, app.invalidInput.
   */
  grow: procedure.input(treeRequestSchema).output(eventIterator(treeEventSchema)),
};
