/**
 * Ratings of models from votes between their answers, with how sure they are. Portable, pure; draws come from a seed, and
 * neither the order of the votes nor that of the models matters. Stores nothing.
 *
 * Scale: 1,000 + 400 · log10 of the odds against the mean of the rated models, as Elo's: 400 points more are odds of ten to one
 * (Elo 1978; strengths by Bradley and Terry, see bradley-terry.ts). Interval: the 2.5th and 97.5th percentile over 1,000
 * resamples of the votes (Efron and Tibshirani 1993, percentile interval).
 *
 * "Both bad" is counted and goes into no rating: it says that neither answer was good enough, not which one was better.
 */
import { percentileOf } from '../comparison/statistics.ts';
import { uniform } from '../draws.ts';
import { fitBradleyTerry } from './bradley-terry.ts';
import {
  type Duel,
  type Vote,
  type WinMatrix,
  beatenBy,
  beatersOf,
  connectedGroups,
  duelsOf,
  winMatrix,
} from './win-matrix.ts';

/**
 * Why there is no finite rating. `noVotes`: no vote that prefers one, or a tie; `neverLost` and `neverWon`: no loss or no win,
 * and no tie, so that any large enough number would fit; `apart`: its votes do not tie it to the others, because groups of
 * models never met or one group only ever won against the other.
 */
export type NoRatingReason = 'noVotes' | 'neverLost' | 'neverWon' | 'apart';

export type Rating =
  /** Points. `low` and `high`: 95 % interval; null: more, or other, votes are needed before this end has a bound. */
  | {
      readonly kind: 'rated';
      readonly points: number;
      readonly low: number | null;
      readonly high: number | null;
    }
  | { readonly kind: 'notEnoughVotes'; readonly reason: NoRatingReason };

export type VoteCounts = {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
};

export type ModelRating = VoteCounts & {
  readonly modelId: string;
  /** All four kinds of votes. */
  readonly votes: number;
  readonly rating: Rating;
};

const meanPoints = 1_000;
const pointsPerNat = 400 / Math.LN10;
const resamples = 1_000;
const seed = 20_261_127;
/** How many resamples are drawn between two pauses. */
const resamplesPerStep = 25;

/** The same as `ratingSteps`, at once. */
export function rateModels(votes: readonly Vote[]): ModelRating[] {
  const steps = ratingSteps(votes);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Every model that was voted on: those with a rating first, the highest first, then by their ids. Pauses often, so that the
 * caller may let others work. A vote between a model and itself is not allowed.
 */
export function* ratingSteps(votes: readonly Vote[]): Generator<void, ModelRating[], void> {
  const ids = [...new Set(votes.flatMap(({ a, b }) => [a, b]))].sort();
  const wins = winMatrix(duelsOf(votes, ids), ids.length);
  const groups = connectedGroups(wins).filter(({ length }) => length > 1);
  // Two groups with ratings of their own would look as if they were on one scale.
  const rated = groups.length === 1 ? (groups[0] ?? []).map((place) => ids[place] ?? '') : [];
  const ratings = yield* rateGroup(votes, rated);
  return ids
    .map((modelId) => {
      const counts = countVotes(votes, modelId);
      const { wins: won, losses, ties, bothBad } = counts;
      const rating = ratings.get(modelId) ?? { kind: 'notEnoughVotes', reason: reasonOf(counts) };
      return { modelId, ...counts, votes: won + losses + ties + bothBad, rating };
    })
    .sort((left, right) => highestFirst(left.rating, right.rating));
}

function highestFirst(left: Rating, right: Rating): number {
  if (left.kind === 'rated' && right.kind === 'rated') return right.points - left.points;
  return Number(right.kind === 'rated') - Number(left.kind === 'rated');
}

function countVotes(votes: readonly Vote[], modelId: string): VoteCounts {
  const counts = { wins: 0, losses: 0, ties: 0, bothBad: 0 };
  for (const { a, b, choice } of votes) {
    if (a !== modelId && b !== modelId) continue;
    if (choice === 'tie') counts.ties++;
    else if (choice === 'bothBad') counts.bothBad++;
    else if ((choice === 'a') === (a === modelId)) counts.wins++;
    else counts.losses++;
  }
  return counts;
}

function reasonOf({ wins, losses, ties }: VoteCounts): NoRatingReason {
  if (wins + losses + ties === 0) return 'noVotes';
  if (ties > 0) return 'apart';
  if (losses === 0) return 'neverLost';
  return wins === 0 ? 'neverWon' : 'apart';
}

/** @param ids models that all lead to each other over wins and ties, or none */
function* rateGroup(
  votes: readonly Vote[],
  ids: readonly string[],
): Generator<void, ReadonlyMap<string, Rating>, void> {
  const duels = inOneOrder(duelsOf(votes, ids));
  const strengths = fitBradleyTerry(winMatrix(duels, ids.length));
  if (strengths === null) return new Map();
  const ends = yield* resampled(duels, ids.length);
  return new Map(
    ids.map((id, place) => {
      const low = boundAt(
        ends.map((each) => each.low[place] ?? -Infinity),
        0.025,
      );
      const high = boundAt(
        ends.map((each) => each.high[place] ?? Infinity),
        0.975,
      );
      // Votes that are all the same are resampled to themselves: that shows no spread, not that there is none.
      const bounds = low !== null && low === high ? { low: null, high: null } : { low, high };
      return [id, { kind: 'rated', points: pointsOf(strengths[place] ?? 0), ...bounds }];
    }),
  );
}

/** The same votes in another order, or with their sides exchanged, are resampled to the same numbers. */
function inOneOrder(duels: readonly Duel[]): Duel[] {
  return duels
    .map((duel) =>
      duel.first < duel.second ? duel : { first: duel.second, second: duel.first, score: 1 - duel.score },
    )
    .sort(
      (left, right) => left.first - right.first || left.second - right.second || left.score - right.score,
    );
}

const pointsOf = (strength: number): number => meanPoints + pointsPerNat * strength;

type Ends = { readonly low: readonly number[]; readonly high: readonly number[] };

function* resampled(duels: readonly Duel[], models: number): Generator<void, Ends[], void> {
  const count = duels.length;
  const all: Ends[] = [];
  for (let round = 0; round < resamples; round++) {
    const draw = (place: number): number =>
      Math.floor(uniform(seed, round * count + place, 'resample') * count);
    all.push(endsOf(winMatrix(duels, models, draw)));
    if (round % resamplesPerStep === 0) yield;
  }
  return all;
}

/**
 * Points of each model in one resample. Where it has no finite fit, a model that leads to all others is above every bound,
 * one that all others lead to is below, and of any other nothing is known: it counts for both ends.
 */
function endsOf(wins: WinMatrix): Ends {
  const strengths = fitBradleyTerry(wins);
  if (strengths !== null) {
    const points = [...strengths].map(pointsOf);
    return { low: points, high: points };
  }
  const isAbove = wins.map((_, place) => beatenBy(wins, place).every(Boolean));
  const isBelow = wins.map((_, place) => beatersOf(wins, place).every(Boolean));
  return {
    low: isAbove.map((above) => (above ? Infinity : -Infinity)),
    high: isBelow.map((below) => (below ? -Infinity : Infinity)),
  };
}

function boundAt(values: readonly number[], fraction: number): number | null {
  const bound = percentileOf(Float64Array.from(values).sort(), fraction);
  return Number.isFinite(bound) ? bound : null;
}
