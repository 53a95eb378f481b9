/**
 * Find hesitation: positions of stored replies where the model was torn, by criteria that a person sets. Portable.
 * All probabilities are raw (before every sampler stage) and captured while the reply was written.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { chainStages } from '#probability/chain-state.ts';
import type { HesitationCriteria } from '#probability/hesitation.ts';
import { titleSchema } from './conversations.ts';
import { errorMap } from './errors.ts';
import { conversationIdSchema, messageIdSchema, vocabularyHashSchema } from './ids.ts';

const procedure = oc.errors(errorMap);

/** A search ends with this many hits, and says that there were more. */
export const mostHits = 1_000;
export const hitsPerBatch = 64;
const tokenId = z.int().min(0).max(10_000_000);
const probability = z.number().min(0).max(1);
const stage = z.enum(chainStages);

export const hesitationCriteriaSchema = z.object({
  probabilityBelow: probability.nullable(),
  surprisalFrom: z.number().min(0).max(100).nullable(),
  marginBelow: probability.nullable(),
  /** Fewer than are captured of each distribution, so that the answer is always known. */
  rankAbove: z.int().min(1).max(63).nullable(),
  favouriteRemovedBy: z.enum(['any', ...chainStages]).nullable(),
}) satisfies z.ZodType<HesitationCriteria>;

export const hesitationScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), messageId: messageIdSchema }),
  z.object({ kind: z.literal('conversation'), conversationId: conversationIdSchema }),
  /** Everything that is not in the bin. */
  z.object({ kind: z.literal('all') }),
]);
export type HesitationScope = z.infer<typeof hesitationScopeSchema>;

export const hesitationHitSchema = z.object({
  /** In the reply, from 0. */
  position: z.int().min(0).max(10_000_000),
  tokenId,
  /** Bytes of the token; a mark such as the end token has those of its name. */
  bytes: z.instanceof(Uint8Array),
  /** The text of up to twelve tokens on either side, marks left out. */
  before: z.string().max(10_000),
  after: z.string().max(10_000),
  /** Raw, of the token; an upper bound when `isProbabilityExact` is false. */
  probability,
  surprisalBits: z.number().min(0),
  /** Among the whole vocabulary, from 1; null: below the captured ones, `captured` of them. */
  rank: z.int().min(1).nullable(),
  captured: z.int().min(1).max(10_000_000),
  /** Raw p of the favourite less raw p of the second choice. */
  margin: probability,
  favouriteId: tokenId,
  favouriteBytes: z.instanceof(Uint8Array),
  /** Raw. */
  favouriteProbability: probability,
  isProbabilityExact: z.boolean(),
  /** The stage that left the favourite no chance; null: it could be drawn, or no chain drew this token. */
  removedBy: stage.nullable(),
  /** False: whether the favourite was removed is a best guess (a cut or a text that only the model's tokeniser knows). */
  isRemovalExact: z.boolean(),
});
export type HesitationHit = z.infer<typeof hesitationHitSchema>;

/** The reply that hits are in. */
export const hesitationReplySchema = z.object({
  conversationId: conversationIdSchema,
  title: titleSchema,
  messageId: messageIdSchema,
  modelName: z.string().max(300),
  vocabularyHash: vocabularyHashSchema,
  createdAtMs: z.int().min(0),
});
export type HesitationReply = z.infer<typeof hesitationReplySchema>;

export const hesitationEventSchema = z.discriminatedUnion('kind', [
  /** Replies read so far, of how many. */
  z.object({ kind: z.literal('progress'), read: z.int().min(0), total: z.int().min(0) }),
  z.object({
    kind: z.literal('hits'),
    reply: hesitationReplySchema,
    hits: z.array(hesitationHitSchema).min(1).max(hitsPerBatch),
  }),
  z.object({
    kind: z.literal('end'),
    read: z.int().min(0),
    total: z.int().min(0),
    /** Tokens with a distribution that were looked at. */
    tokens: z.int().min(0),
    /** `mostHits` were found and the search ended there. */
    hasMore: z.boolean(),
    /** Replies whose trace could not be read. */
    unreadable: z.int().min(0),
  }),
]);
export type HesitationEvent = z.infer<typeof hesitationEventSchema>;

export const hesitationsContract = {
  /**
   * Reads stored traces, the newest reply first, in slices that let everything else go on. `end` is the last event;
   * aborting ends it. Errors: message.notFound, conversation.notFound.
   */
  find: procedure
    .input(
      z.object({
        scope: hesitationScopeSchema,
        criteria: hesitationCriteriaSchema,
        match: z.enum(['any', 'all']),
      }),
    )
    .output(eventIterator(hesitationEventSchema)),
};
