/**
 * Blind votes: two models answer a question, and a person says which answer is better before the names are shown. Portable.
 * A round is a comparison of two lanes (comparisons.ts) of which a page is told nothing until the vote: no id of its lanes
 * or messages, no model, figure or order of writing. Every other request that names them is refused with vote.comesFirst.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { newLaneSchema } from './comparisons.ts';
import { messageTextSchema } from './conversations.ts';
import { errorMap, errorRecordSchema } from './errors.ts';
import { comparisonIdSchema, modelIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);
const timestampMs = z.int().min(0).max(1e14);

/** Lists and ratings reach back this far; what is older stays stored. */
export const mostVotes = 10_000;
/** Two for each round, if none has the same. */
const mostModels = 2 * mostVotes;

/** What a person calls a group of questions. Rounds with the same name lie together. */
export const voteFolderSchema = z.string().min(1).max(100);

export const choiceSchema = z.enum(['a', 'b', 'tie', 'bothBad']);
export type VoteChoice = z.infer<typeof choiceSchema>;

/** A model as it was called when it was last voted on. */
const votedModelSchema = z.object({ id: modelIdSchema, name: z.string().max(400) });

const voteSchema = z.object({
  choice: choiceSchema,
  votedAtMs: timestampMs,
  /** It was given anew after the names had been seen. */
  isChanged: z.boolean(),
});

/** Null until the first vote. From then on the round is an ordinary comparison too: lane A is side A. */
const revealedSchema = z.object({ a: votedModelSchema, b: votedModelSchema }).nullable();

const roundFields = {
  comparisonId: comparisonIdSchema,
  folder: voteFolderSchema,
  createdAtMs: timestampMs,
  vote: voteSchema.nullable(),
  /** A vote can be taken back once. */
  canTakeBack: z.boolean(),
  models: revealedSchema,
};

/** As lists show it. */
export const voteSummarySchema = z.object({
  ...roundFields,
  /** The first 200 characters. */
  question: z.string().max(200),
});
export type VoteSummary = z.infer<typeof voteSummarySchema>;

export const roundStateSchema = z.discriminatedUnion('kind', [
  /** At least one answer is not finished. Which one is not told. */
  z.object({ kind: z.literal('writing') }),
  z.object({ kind: z.literal('stopped') }),
  /** The code alone: details could name the model. */
  z.object({ kind: z.literal('failed'), code: errorRecordSchema.shape.code }),
  /** Both answers are there. */
  z.object({ kind: z.literal('ready') }),
]);
export type RoundState = z.infer<typeof roundStateSchema>;

export const voteRoundSchema = z.object({
  ...roundFields,
  question: messageTextSchema,
  /** False: it was deleted after the names had been shown; the vote stays. */
  hasComparison: z.boolean(),
  state: roundStateSchema,
  /** Null until both are finished: who is faster would tell. Empty where a message was deleted later. */
  answers: z.object({ a: messageTextSchema, b: messageTextSchema }).nullable(),
});
export type VoteRound = z.infer<typeof voteRoundSchema>;

/** In points; see probability/votes/rate-models.ts for the scale, the interval and the reasons. */
const ratingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rated'),
    points: z.number().min(-1e6).max(1e6),
    /** Null: this end of the 95 % interval has no bound yet. */
    low: z.number().min(-1e6).max(1e6).nullable(),
    high: z.number().min(-1e6).max(1e6).nullable(),
  }),
  z.object({
    kind: z.literal('notEnoughVotes'),
    reason: z.enum(['noVotes', 'neverLost', 'neverWon', 'apart']),
  }),
]);

const count = z.int().min(0).max(mostVotes);
export const modelRatingSchema = z.object({
  model: votedModelSchema,
  /** Wins, losses, ties and "both bad" together. */
  votes: count,
  wins: count,
  losses: count,
  ties: count,
  bothBad: count,
  rating: ratingSchema,
});
export type VoteRating = z.infer<typeof modelRatingSchema>;

const byRound = z.object({ comparisonId: comparisonIdSchema });

export const votesContract = {
  /** The newest 10,000 that are not deleted, with those that wait for a vote; the latest first. */
  list: procedure.input(z.object({})).output(z.array(voteSummarySchema).max(mostVotes)),
  /**
   * Asks two models; which of them is A is drawn, and stored. Errors: vote.sameModel, model.notFound.
   */
  begin: procedure
    .input(
      z.object({
        folder: voteFolderSchema,
        lanes: z.array(newLaneSchema).length(2),
        question: messageTextSchema.min(1),
      }),
    )
    .output(voteRoundSchema),
  /** Another question for the models and settings of a round, in its folder, drawn anew. Errors: vote.notFound, model.notFound. */
  next: procedure.input(byRound.extend({ question: messageTextSchema.min(1) })).output(voteRoundSchema),
  /** Errors of this and what follows: vote.notFound. */
  get: procedure.input(byRound).output(voteRoundSchema),
  /** Shows the names. Errors: vote.notReady, vote.alreadyGiven. */
  vote: procedure.input(byRound.extend({ choice: choiceSchema })).output(voteRoundSchema),
  /** The round waits for a vote again, with its names shown; a second vote is final. Errors: vote.notTakenBack. */
  takeBack: procedure.input(byRound).output(voteRoundSchema),
  /** Ends what is being written. */
  stop: procedure.input(byRound).output(z.object({})),
  /** Answers that stopped or failed go on. */
  resume: procedure.input(byRound).output(voteRoundSchema),
  /** Into the bin: its vote counts no more. With it goes the comparison, unless its names were shown. */
  delete: procedure.input(byRound).output(z.object({})),
  restore: procedure.input(byRound).output(z.object({})),
  /** Every model that was voted on, those with a rating first. Null: over all folders. */
  ratings: procedure
    .input(z.object({ folder: voteFolderSchema.nullable() }))
    .output(z.array(modelRatingSchema).max(mostModels)),
};
