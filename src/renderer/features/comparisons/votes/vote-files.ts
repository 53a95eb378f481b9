/**
 * Votes and ratings as files: a row for each vote or model as CSV, everything as JSON. Page, pure. Points with all their
 * digits, decimal points in every language; an interval without a bound at one end has an empty cell there.
 */
import type { VoteRating, VoteSummary } from '#contract/votes.ts';
import { csvTable } from '../../../components/exporting/csv.ts';

const voteColumns = [
  'question', 'folder', 'choice', 'winner', 'model_a', 'model_b', 'model_a_id', 'model_b_id', 'voted_at', 'is_changed',
  'comparison_id',
]; // prettier-ignore
const ratingColumns = [
  'model', 'model_id', 'rating_points', 'low_points', 'high_points', 'no_rating_because', 'votes', 'wins', 'ties', 'losses', 'both_bad',
]; // prettier-ignore

const iso = (timestampMs: number): string => new Date(timestampMs).toISOString();

/** Only what was voted on: the others have no names yet. */
export function votesCsv(rounds: readonly VoteSummary[]): Blob {
  const rows = rounds.flatMap(({ question, folder, vote, models, comparisonId }) => {
    if (vote === null || models === null) return [];
    const { a, b } = models;
    const winner = vote.choice === 'a' ? a.name : vote.choice === 'b' ? b.name : null;
    return [[
      question, folder, vote.choice, winner, a.name, b.name, a.id, b.id, iso(vote.votedAtMs), vote.isChanged, comparisonId,
    ]]; // prettier-ignore
  });
  return new Blob([csvTable(voteColumns, rows)], { type: 'text/csv' });
}

export function ratingsCsv(ratings: readonly VoteRating[]): Blob {
  const rows = ratings.map(({ model, rating, votes, wins, ties, losses, bothBad }) => {
    const isRated = rating.kind === 'rated';
    return [
      model.name, model.id, isRated ? rating.points : null, isRated ? rating.low : null, isRated ? rating.high : null,
      isRated ? null : rating.reason, votes, wins, ties, losses, bothBad,
    ]; // prettier-ignore
  });
  return new Blob([csvTable(ratingColumns, rows)], { type: 'text/csv' });
}

type Exported = {
  readonly rounds: readonly VoteSummary[];
  readonly ratings: readonly VoteRating[];
  /** Null: all. */
  readonly folder: string | null;
  readonly version: string;
};

export function votesJson({ rounds, ratings, folder, version }: Exported): Blob {
  const content = {
    schema: 'prisme.votes.v1',
    exportedBy: `Prisme ${version}`,
    exportedAtMs: Date.now(),
    folder,
    scale:
      '1000 + 400 · log10(odds against the mean of the rated models); 95 % interval from 1,000 resamples',
    ratings,
    votes: rounds.filter(({ vote }) => vote !== null),
  };
  return new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' });
}
