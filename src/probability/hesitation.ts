/**
 * Where a model hesitated: whether a captured step meets criteria that a person set, and the numbers that say so.
 * Portable, pure; reads no trace and no database. p, surprisal, margin and rank are raw (before every sampler stage).
 */
import type { ChainStage } from './chain-state.ts';
import { rowFromStep } from './logits-row.ts';
import { recordChain, runChain, type ChainContext } from './sampler-chain.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import { logprobOf, surprisalBits, tokenRank } from './step-measures.ts';
import { hasDistribution, type TraceStep } from './trace.ts';

/** Each criterion is off when null. */
export type HesitationCriteria = {
  /** The token's probability is below this, 0..1. */
  readonly probabilityBelow: number | null;
  /** The token's surprisal is this many bits or more. */
  readonly surprisalFrom: number | null;
  /** The favourite's probability less that of the second choice is below this, 0..1. */
  readonly marginBelow: number | null;
  /** The token's rank is above this. A rank that was not captured counts as the lowest that it can be. */
  readonly rankAbove: number | null;
  /** The sampler chain left the favourite no chance: at this stage, or at any. */
  readonly favouriteRemovedBy: ChainStage | 'any' | null;
};

/** `all`: every criterion that is on; `any`: at least one of them. */
export type HesitationMatch = 'any' | 'all';

/** The raw numbers of a step. */
export type HesitationMeasures = {
  /** Of the token, 0..1; an upper bound when `isProbabilityExact` is false. */
  readonly probability: number;
  readonly surprisalBits: number;
  /** Among the whole vocabulary, from 1; null: below the captured ones. */
  readonly rank: number | null;
  /** p of the favourite less p of the second choice, 0..1. */
  readonly margin: number;
  readonly favouriteId: number;
  readonly favouriteProbability: number;
  /** False: the normaliser covers the captured tokens only, so every probability is an upper bound. */
  readonly isProbabilityExact: boolean;
};

/** What the chain did to the favourite. */
export type FavouriteFate = {
  /** Null: it could be drawn. */
  readonly removedBy: ChainStage | null;
  /** False: the chain needs more of the distribution than was captured, so its answer is a best guess. */
  readonly isExact: boolean;
};

/** @returns null when the step has no distribution */
export function measureHesitation(step: TraceStep): HesitationMeasures | null {
  const favouriteId = step.topIds[0];
  const favouriteLogit = step.topLogits[0];
  if (!hasDistribution(step) || favouriteId === undefined || favouriteLogit === undefined) return null;
  const logprob = logprobOf(step, step.logit);
  const favouriteProbability = Math.exp(logprobOf(step, favouriteLogit));
  const second = step.topLogits[1];
  return {
    probability: Math.exp(logprob),
    surprisalBits: surprisalBits(logprob),
    rank: tokenRank(step),
    margin: favouriteProbability - (second === undefined ? 0 : Math.exp(logprobOf(step, second))),
    favouriteId,
    favouriteProbability,
    isProbabilityExact: step.isLogZExact,
  };
}

/**
 * Runs the very chain that the token was drawn with and says whether the favourite survived it.
 *
 * @throws RangeError when the step has no distribution
 */
export function fateOfFavourite(
  step: TraceStep,
  vocabularySize: number,
  settings: SamplerSettings,
  context: Omit<ChainContext, 'xtcDraw'>,
): FavouriteFate {
  const row = rowFromStep(step, vocabularySize);
  const chainContext = { ...context, xtcDraw: step.xtcDraw };
  const favouriteId = step.topIds[0] ?? -1;
  const { ids, isExact } = runChain(row, settings, chainContext);
  // The record of every stage is dear, and most favourites survive.
  if (ids.includes(favouriteId)) return { removedBy: null, isExact };
  const { stages } = recordChain(row, settings, chainContext);
  const stage = stages.find(({ removedIds }) => removedIds.includes(favouriteId));
  return { removedBy: stage?.stage ?? null, isExact };
}

function isRankAbove(rank: number | null, captured: number, limit: number): boolean {
  return (rank ?? captured + 1) > limit;
}

/**
 * Whether a step is a hit. With no criterion on, none is.
 *
 * @param captured how many tokens the step holds
 * @param fate called only when the other criteria leave the answer open
 */
export function isHesitation(
  { probability, surprisalBits: bits, rank, margin }: HesitationMeasures,
  captured: number,
  fate: () => FavouriteFate,
  criteria: HesitationCriteria,
  match: HesitationMatch,
): boolean {
  const { probabilityBelow, surprisalFrom, marginBelow, rankAbove, favouriteRemovedBy } = criteria;
  const answers: (() => boolean)[] = [];
  if (probabilityBelow !== null) answers.push(() => probability < probabilityBelow);
  if (surprisalFrom !== null) answers.push(() => bits >= surprisalFrom);
  if (marginBelow !== null) answers.push(() => margin < marginBelow);
  if (rankAbove !== null) answers.push(() => isRankAbove(rank, captured, rankAbove));
  if (favouriteRemovedBy !== null)
    answers.push(() => {
      const { removedBy } = fate();
      return removedBy !== null && (favouriteRemovedBy === 'any' || removedBy === favouriteRemovedBy);
    });
  if (answers.length === 0) return false;
  return match === 'all' ? answers.every((isMet) => isMet()) : answers.some((isMet) => isMet());
}
