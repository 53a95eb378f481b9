/**
 * How much memory loading a model will take, and which context fits. Runs in the core, before an engine is started.
 *
 * An upper bound, not a prediction: it counts what llama.cpp reserves (its compute buffers are reserved whole and
 * touched in part). Checked against llama.cpp's own "buffer size" lines and the resident memory of engines that held
 * SmolLM2-135M and Gemma-3-270M; docs/performance.md has the figures.
 */
import type { KvCacheType } from '#contract/engine.ts';
import type { LoadSettings, MemoryNeed } from '#contract/models.ts';
import type { ModelSummary } from './gguf/header-summary.ts';

/**
 * Node, llama.cpp's code, the engine's own objects, and what llama.cpp keeps a second time in the order that a
 * processor likes best. Measured for SmolLM2 on two kinds of processor, with the rest of the sum taken off: up to 160 MB.
 */
const processBytes = 180e6;
/** llama.cpp's and node-llama-cpp's tables for one token of the vocabulary (measured: 0.5 to 1.5 kB). */
const bytesPerVocabularyEntry = 1_000;
const f32Bytes = 4;
/** llama.cpp rounds the cells of the KV cache up to a multiple of this. */
const cellRounding = 256;
/** Left to the system and to Prisme itself. */
export const spareBytes = 256e6;

/** The context that a person gets without asking for one, when model and memory allow it. */
export const defaultContextTokens = 8_192;
export const smallestContextTokens = 8;
/** Tokens evaluated in one go: small enough that Stop is obeyed between batches, also on a slow machine. */
export const batchTokens = 512;

/** What the sum needs to know of a model: from its header, or estimated where only its size is known. */
export type MemoryShape = Pick<
  ModelSummary,
  | 'trainedContextTokens'
  | 'vocabularySize'
  | 'embeddingLength'
  | 'feedForwardLength'
  | 'headCount'
  | 'cacheNumbersPerToken'
>;

/** The model and its file. */
export type Weights = {
  readonly summary: MemoryShape;
  readonly sizeBytes: number;
  /** As it would be loaded; missing: as Prisme does by itself. */
  readonly settings?: Pick<LoadSettings, 'batchTokens' | 'flashAttention' | 'kvCacheType'>;
  /** What it took the last time at a context of that many tokens; null: never measured. */
  readonly measuredBytes?: (contextTokens: number) => number | null;
};

/** Bytes of one number of the KV cache, with the scale that a block of 32 shares. */
const cacheNumberBytes: Record<KvCacheType, number> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };

/** Bytes for weights, KV cache, compute buffers and the engine process at a context of `contextTokens`. */
export function estimateMemoryBytes(weights: Weights, contextTokens: number): number {
  const measured = weights.measuredBytes?.(contextTokens) ?? null;
  if (measured !== null) return measured;
  const { weightsBytes, cacheBytes, computeBytes, engineBytes } = estimateMemoryParts(weights, contextTokens);
  return weightsBytes + cacheBytes + computeBytes + engineBytes;
}

/** The parts of the estimate, in bytes. */
export function estimateMemoryParts(
  { summary, sizeBytes, settings }: Weights,
  contextTokens: number,
): Omit<MemoryNeed, 'bytes' | 'isMeasured' | 'contextTokens' | 'cardBytes'> {
  const cells = Math.ceil(contextTokens / cellRounding) * cellRounding;
  const batch = Math.min(settings?.batchTokens ?? batchTokens, contextTokens);
  const type = settings?.kvCacheType ?? 'f16';
  // Flash attention never holds the scores of a whole batch; a quantised cache is only read that way.
  const hasScores = settings?.flashAttention !== true && type === 'f16';
  const logitBytes = batch * summary.vocabularySize * f32Bytes;
  const scoreBytes = hasScores ? batch * cells * summary.headCount * f32Bytes : 0;
  const maskBytes = batch * cells * f32Bytes;
  const activationBytes = batch * (4 * summary.embeddingLength + 2 * summary.feedForwardLength) * f32Bytes;
  return {
    weightsBytes: sizeBytes,
    cacheBytes: Math.ceil(cells * summary.cacheNumbersPerToken * cacheNumberBytes[type]),
    // Attention scores and logits are not alive at the same time: llama.cpp's allocator lets them share memory.
    computeBytes: Math.max(logitBytes, scoreBytes) + maskBytes + activationBytes,
    engineBytes: processBytes + summary.vocabularySize * bytesPerVocabularyEntry,
  };
}

/** The largest context, in tokens, that `availableBytes` have room for; 0 when not even the smallest one fits. */
export function largestContextTokens(weights: Weights, availableBytes: number): number {
  const trained = weights.summary.trainedContextTokens ?? defaultContextTokens;
  const fits = (tokens: number): boolean =>
    estimateMemoryBytes(weights, tokens) + spareBytes <= availableBytes;
  if (fits(trained)) return trained;
  if (!fits(smallestContextTokens)) return 0;
  let low = smallestContextTokens;
  let high = trained;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  // Whole hundreds read better, and leave a little room.
  return low > 1_000 ? low - (low % 256) : low;
}

/**
 * The context to load with: the person's own choice, or at most 8,192 tokens of what the model was trained with and
 * the memory has room for. Never more than the model was trained with.
 */
export function contextTokensFor(weights: Weights, chosen: number | null, availableBytes: number): number {
  const trained = weights.summary.trainedContextTokens ?? defaultContextTokens;
  if (chosen !== null) return Math.min(chosen, trained);
  const wanted = Math.min(trained, defaultContextTokens);
  // What is known to fit needs no estimate of anything smaller.
  if (estimateMemoryBytes(weights, wanted) + spareBytes <= availableBytes) return wanted;
  return Math.max(smallestContextTokens, Math.min(wanted, largestContextTokens(weights, availableBytes)));
}
