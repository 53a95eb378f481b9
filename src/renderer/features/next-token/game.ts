/**
 * "Be the sampler": what a person's picks cost in bits, against the favourites and against what the model expects.
 * Page, pure.
 */
import type { Interval } from '#probability/entropy.ts';
import type { Reading } from './read-distribution.ts';

export type Pick = {
  readonly tokenId: number;
  /** −log₂ p of the pick, raw. */
  readonly bits: number;
  /** −log₂ p of the most probable token at the same place. */
  readonly greedyBits: number;
  readonly entropyBits: Interval;
};

export type Score = {
  readonly count: number;
  /** How many picks were the most probable token. */
  readonly favourites: number;
  readonly bits: number;
  readonly greedyBits: number;
  /** Σ entropy: the bits that the model's own draws cost on average. */
  readonly expectedBits: Interval;
};

/** How many tokens there are to choose from. */
export const choiceCount = 8;

/** The pick of a token; null when the reading does not list it. */
export function pickOf({ candidates, entropyBits }: Reading, tokenId: number): Pick | null {
  const bits = candidates.find((candidate) => candidate.tokenId === tokenId)?.bits;
  if (bits === undefined) return null;
  return { tokenId, bits, greedyBits: candidates[0]?.bits ?? 0, entropyBits };
}

export function scoreOf(picks: readonly Pick[]): Score {
  const sum = (value: (pick: Pick) => number): number =>
    picks.reduce((total, pick) => total + value(pick), 0);
  return {
    count: picks.length,
    favourites: picks.filter(({ bits, greedyBits }) => bits === greedyBits).length,
    bits: sum(({ bits }) => bits),
    greedyBits: sum(({ greedyBits }) => greedyBits),
    expectedBits: {
      low: sum(({ entropyBits }) => entropyBits.low),
      high: sum(({ entropyBits }) => entropyBits.high),
    },
  };
}

/** The most probable tokens in an order that says nothing about their probabilities: that of their texts. */
export function choicesOf({ candidates }: Reading, textOf: (tokenId: number) => string): readonly number[] {
  return candidates
    .slice(0, choiceCount)
    .map(({ tokenId }) => ({ tokenId, text: textOf(tokenId) }))
    .sort((left, right) => left.text.localeCompare(right.text) || left.tokenId - right.tokenId)
    .map(({ tokenId }) => tokenId);
}
