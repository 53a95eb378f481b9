/**
 * The sum of memory as it is read: what is needed, what is there, what is left. Portable, pure.
 */
import type { Fit } from '#contract/hub.ts';

export type FitSum = {
  /** Weights, cache and compute, less what loaded models would give back; below 0 where that is more. */
  readonly toFindBytes: number;
  /** Free memory, less that and the spare; below 0: so much is missing. */
  readonly leftBytes: number;
};

export function fitSum(fit: Fit): FitSum {
  const toFindBytes = fit.weightsBytes + fit.cacheBytes + fit.computeBytes - fit.freedBytes;
  return { toFindBytes, leftBytes: fit.freeBytes - fit.spareBytes - toFindBytes };
}
