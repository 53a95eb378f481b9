/**
 * Whether a model would run on this machine, before it is fetched. Runs in the core. Pure.
 *
 * The verdict is what Prisme itself would do with the file. It loads a model when weights, cache and compute fit beside
 * the spare into what is free or would be given back, and shortens the context (8,192 tokens, or fewer if it was trained
 * with fewer) to make it so. A context below 2,048 tokens is no use in a chat: that does not fit. `slow`: it fits, but a
 * token would take longer than somebody reads it.
 */
import type { Fit } from '#contract/hub.ts';
import type { Model } from '#contract/models.ts';
import {
  contextTokensFor,
  estimateMemoryParts,
  spareBytes,
  type Weights,
} from '#core/models/memory-estimate.ts';

const shortestUsefulContext = 2_048;
/** Silent reading is about 240 words a minute, and a word about 1.3 tokens: 5 tokens a second. */
const readingTokensPerSecond = 5;

export type Room = {
  readonly freeBytes: number;
  /** What loaded models would give back. */
  readonly heldBytes: number;
  /** Bytes of weights that this machine reads in a second while it generates; null: no model has been measured. */
  readonly bytesPerSecond: number | null;
};

/** @param readsAllWeights false: of a mixture of experts, a token reads a part that nobody said the size of */
export function fitOf(
  weights: Weights,
  { freeBytes, heldBytes, bytesPerSecond }: Room,
  readsAllWeights: boolean,
): Fit {
  const haveBytes = freeBytes + heldBytes;
  const wanted = contextTokensFor(weights, null, Infinity);
  const possible = contextTokensFor(weights, null, haveBytes);
  const contextTokens = Math.max(possible, Math.min(wanted, shortestUsefulContext));
  const { engineBytes, ...buffers } = estimateMemoryParts(weights, contextTokens);
  // Before there is a file, three terms say enough: what the engine itself takes is a part of the third.
  const parts = { ...buffers, computeBytes: buffers.computeBytes + engineBytes };
  const needBytes = parts.weightsBytes + parts.cacheBytes + parts.computeBytes;
  const tokensPerSecond =
    bytesPerSecond === null || !readsAllWeights || weights.sizeBytes === 0
      ? null
      : bytesPerSecond / weights.sizeBytes;
  const isSlow = tokensPerSecond !== null && tokensPerSecond < readingTokensPerSecond;
  return {
    verdict: needBytes + spareBytes > haveBytes ? 'doesNotFit' : isSlow ? 'slow' : 'fits',
    ...parts,
    contextTokens,
    freeBytes,
    freedBytes: heldBytes,
    spareBytes,
    tokensPerSecond,
  };
}

/**
 * Generating reads every weight once a token, so its speed goes by bytes. Taken from the largest model that was measured
 * here: the smaller one is, the more of its time goes elsewhere, and the more of it the processor's caches hold.
 */
export function measuredBytesPerSecond(models: readonly Model[]): number | null {
  let largest: { readonly sizeBytes: number; readonly msPerToken: number } | null = null;
  for (const { sizeBytes, architecture, calibration } of models) {
    const best = calibration?.measurements.find(({ threads }) => threads === calibration.threads);
    if (best === undefined || best.msPerToken <= 0 || !readsAllWeights(architecture)) continue;
    if (largest === null || sizeBytes > largest.sizeBytes)
      largest = { sizeBytes, msPerToken: best.msPerToken };
  }
  return largest === null ? null : (largest.sizeBytes * 1_000) / largest.msPerToken;
}

/** Architectures whose layers choose among experts. `name`: some say it only there ("8x7B", "30B-A3B"). */
export function readsAllWeights(architecture: string | null, name = ''): boolean {
  const isMixture = /moe|^llama4$|^gpt-oss$|^deepseek|^dbrx$|^arctic$|^grok$|^dots1|^minimax/i;
  return !isMixture.test(architecture ?? '') && !/\d+x\d+(?:\.\d+)?b|-a\d+(?:\.\d+)?b(?![a-z])/i.test(name);
}
