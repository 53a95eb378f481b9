/**
 * Many positions' divergences in the figures that llama.cpp's perplexity tool prints. Portable, pure.
 */
import type { Divergence } from './divergence.ts';
import { type Estimate, estimate, estimateShare, percentileOf } from './statistics.ts';

export type DivergenceSummary = {
  readonly positions: number;
  /** KL(reference ‖ other), nats a token. */
  readonly kldNats: Estimate;
  readonly kldPercentiles: readonly { readonly fraction: number; readonly nats: number }[];
  readonly reverseKldNats: Estimate;
  readonly jensenShannonBits: Estimate;
  readonly totalVariation: Estimate;
  /** Share of positions where both have the same most probable token. */
  readonly topSame: Estimate;
  /** Mean share of the ten most probable tokens that both have. */
  readonly topTenShared: Estimate;
};

export const kldFractions = [0, 0.01, 0.05, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1] as const;

/** Null for no positions. */
export function summariseDivergences(all: readonly Divergence[]): DivergenceSummary | null {
  if (all.length === 0) return null;
  const sorted = Float64Array.from(all, ({ kldNats }) => kldNats).sort();
  const column = (read: (divergence: Divergence) => number): Estimate => estimate(all.map(read));
  return {
    positions: all.length,
    kldNats: column(({ kldNats }) => kldNats),
    kldPercentiles: kldFractions.map((fraction) => ({ fraction, nats: percentileOf(sorted, fraction) })),
    reverseKldNats: column(({ reverseKldNats }) => reverseKldNats),
    jensenShannonBits: column(({ jensenShannonBits }) => jensenShannonBits),
    totalVariation: column(({ totalVariation }) => totalVariation),
    topSame: estimateShare(all.filter(({ isTopSame }) => isTopSame).length, all.length),
    topTenShared: column(({ sharedOfTopTen }) => sharedOfTopTen / 10),
  };
}
