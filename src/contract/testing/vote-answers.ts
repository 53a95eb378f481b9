/**
 * What the core may answer about blind votes: each schema with its shape. Runs in tests only.
 */
import { modelRatingSchema, votesContract, voteSummarySchema } from '../votes.ts';
import { outputOf } from './expect-bounds.ts';
import { list } from './shapes.ts';
import { voteRating, voteRound, voteSummary } from './vote-shapes.ts';

export const voteAnswers = {
  'a round of a blind vote': [outputOf(votesContract.get), voteRound],
  'a line of the list of votes': [voteSummarySchema, voteSummary],
  'the list of votes': [outputOf(votesContract.list), list(voteSummary, 0, 10_000)],
  'the rating of a model': [modelRatingSchema, voteRating],
  'the ratings': [outputOf(votesContract.ratings), list(voteRating, 0, 20_000)],
} as const;
