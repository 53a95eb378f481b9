/**
 * The sum of memory as it is read: what is needed, what is there, what is left. Portable, pure.
 */

/** Bytes, but for the tokens. */
export type MemoryTerms = {
  readonly weightsBytes: number;
  readonly cacheBytes: number;
  /** Buffers of the computation, and the engine itself. */
  readonly computeBytes: number;
  readonly contextTokens: number;
  /** What it took the last time: that counts, and not the three before. Missing: it was never measured. */
  readonly measuredBytes?: number | null;
  readonly freeBytes: number;
  /** What loaded models would give back. */
  readonly freedBytes: number;
  readonly spareBytes: number;
};

export type MemorySum = {
  /** Weights, cache and compute. */
  readonly estimatedBytes: number;
  /** What is needed, less what loaded models would give back; below 0 where that is more. */
  readonly toFindBytes: number;
  /** Free memory, less that and the spare; below 0: so much is missing. */
  readonly leftBytes: number;
};

export function memorySum(terms: MemoryTerms): MemorySum {
  const estimatedBytes = terms.weightsBytes + terms.cacheBytes + terms.computeBytes;
  const toFindBytes = (terms.measuredBytes ?? estimatedBytes) - terms.freedBytes;
  return { estimatedBytes, toFindBytes, leftBytes: terms.freeBytes - terms.spareBytes - toFindBytes };
}
