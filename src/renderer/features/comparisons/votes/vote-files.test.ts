/**
 * Votes as files: what a row says, and that nothing leaves before its vote.
 */
import { expect, it } from 'vitest';
import { comparisonIdSchema, modelIdSchema } from '#contract/ids.ts';
import type { VoteRating, VoteSummary } from '#contract/votes.ts';
import { ratingsCsv, votesCsv, votesJson } from './vote-files.ts';

const model = (digit: string, name: string) => ({ id: modelIdSchema.parse(digit.repeat(64)), name });
const voted: VoteSummary = {
  comparisonId: comparisonIdSchema.parse('01234567-89ab-4def-8123-456789abcdef'),
  folder: 'Physics',
  createdAtMs: 0,
  vote: { choice: 'b', votedAtMs: 1_000, isChanged: true },
  canTakeBack: false,
  models: { a: model('a', 'Small'), b: model('b', '=Large') },
  question: 'What is "light", then?',
};
const waiting: VoteSummary = { ...voted, vote: null, models: null, question: 'Open' };
const rating: VoteRating = {
  model: model('a', 'Small'),
  ...{ votes: 4, wins: 3, losses: 1, ties: 0, bothBad: 0 },
  rating: { kind: 'rated', points: 1_095.424, low: 904.5, high: null },
};
const lines = async (file: Blob): Promise<string[]> => (await file.text()).trim().split('\r\n');

it('a vote is a row with the winner by name, and one that is waited for is none', async () => {
  const [, row, ...more] = await lines(votesCsv([voted, waiting]));
  expect(row).toBe(
    `"What is ""light"", then?",Physics,b,'=Large,Small,'=Large,${'a'.repeat(64)},${'b'.repeat(64)},1970-01-01T00:00:01.000Z,true,${voted.comparisonId}`,
  );
  expect(more).toEqual([]);
});

it('a rating without an upper bound has an empty cell, and a model without one the reason', async () => {
  const none: VoteRating = { ...rating, rating: { kind: 'notEnoughVotes', reason: 'neverLost' } };
  const [, rated, unrated] = await lines(ratingsCsv([rating, none]));
  expect(rated).toBe(`Small,${'a'.repeat(64)},1095.424,904.5,,,4,3,0,1,0`);
  expect(unrated).toBe(`Small,${'a'.repeat(64)},,,,neverLost,4,3,0,1,0`);
});

it('JSON holds the ratings and the votes of the folder, without those that are waited for', async () => {
  const file = votesJson({ rounds: [voted, waiting], ratings: [rating], folder: 'Physics', version: '1' });
  const content: unknown = JSON.parse(await file.text());
  expect(content).toMatchObject({
    schema: 'prisme.votes.v1',
    folder: 'Physics',
    votes: [{ question: voted.question, vote: voted.vote, models: voted.models }],
    ratings: [rating],
  });
  expect(JSON.stringify(content)).not.toContain('Open');
});
