/**
 * How much memory loading a model will take, and which context fits. Runs in the core, before an engine is started.
 *
 * An upper bound, not a prediction: it counts what llama.cpp reserves (its compute buffers are reserved whole and
 * touched in part). Checked against llama.cpp's own "buffer size" lines and the resident memory of engines that held
 * SmolLM2-135M and Gemma-3-270M; docs/performance.md has the figures.
 */
import type { ModelSummary } from './gguf/header-summary.ts';

/**
 * Node, llama.cpp's code, the engine's own objects, and what llama.cpp keeps a second time in the order that a
 * processor likes best. Measured for SmolLM2 on two kinds of processor, with the rest of the sum taken off: up to 160 MB.
 */
const engineBytes = 180e6;
/** llama.cpp's and node-llama-cpp's tables for one token of the vocabulary (measured: 0.5 to 1.5 kB). */
const bytesPerVocabularyEntry = 1_000;
const f16Bytes = 2;
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
export type Weights = { readonly summary: MemoryShape; readonly sizeBytes: number };

/** `computeBytes`: compute buffers, the vocabulary's tables, and the engine's process. */
export type MemoryParts = {
  readonly weightsBytes: number;
  readonly cacheBytes: number;
  readonly computeBytes: number;
};

/** Bytes for weights, KV cache (f16), and compute buffers with the engine process at a context of `contextTokens`. */
export function estimateMemoryParts({ summary, sizeBytes }: Weights, contextTokens: number): MemoryParts {
  const cells = Math.ceil(contextTokens / cellRounding) * cellRounding;
  const batch = Math.min(batchTokens, contextTokens);
  const cacheBytes = cells * summary.cacheNumbersPerToken * f16Bytes;
  const logitBytes = batch * summary.vocabularySize * f32Bytes;
  const scoreBytes = batch * cells * summary.headCount * f32Bytes;
  const maskBytes = batch * cells * f32Bytes;
  const activationBytes = batch * (4 * summary.embeddingLength + 2 * summary.feedForwardLength) * f32Bytes;
  // Attention scores and logits are not alive at the same time: llama.cpp's allocator lets them share memory.
  const bufferBytes = Math.max(logitBytes, scoreBytes) + maskBytes + activationBytes;
  const vocabularyBytes = summary.vocabularySize * bytesPerVocabularyEntry;
  return {
    weightsBytes: sizeBytes,
    cacheBytes,
    computeBytes: Math.ceil(bufferBytes + vocabularyBytes + engineBytes),
  };
}

/** The parts together. */
export function estimateMemoryBytes(weights: Weights, contextTokens: number): number {
  const { weightsBytes, cacheBytes, computeBytes } = estimateMemoryParts(weights, contextTokens);
  return Math.ceil(weightsBytes + cacheBytes + computeBytes);
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
  const fitting = largestContextTokens(weights, availableBytes);
  return Math.max(smallestContextTokens, Math.min(trained, defaultContextTokens, fitting));
}
