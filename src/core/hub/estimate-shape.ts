/**
 * The shape of a model of which only the parameters are known, near enough for a sum of memory. Runs in the core. Pure.
 * Nothing here is exact; whoever shows a number made of it says "about".
 */
import type { MemoryShape } from '#core/models/memory-estimate.ts';

/**
 * Layers of a model of a thousand million parameters, and how their number grows. Fits Llama 3 (1B: 16, 3B: 28, 8B: 32,
 * 70B: 80), Qwen 2.5 and 3 (4B: 36, 8B: 36, 14B: 48 and 40, 32B: 64), Gemma 3 (4B: 34, 12B: 48) and Mistral (7B: 32,
 * 12B and 24B: 40) within about a third.
 */
const layersAtBillion = 20;
const layerGrowth = 0.3;
/** Eight KV heads of 128, keys and values: what most of those have. Phi 3.5 mini has three times as much. */
const cacheNumbersPerLayer = 2 * 8 * 128;
/** Parameters = 12 × layers × width², and about 110 times as wide as deep: 4,186 at 8B, where Llama 3 has 4,096. */
const parametersPerWidthCubed = 12 / 110;
const headLength = 128;
/** Vocabularies of recent families reach from 32,000 (Mistral) to 262,144 (Gemma 3). */
const vocabularySize = 150_000;
/** Of a file that says nothing: four and a half bits. */
const usualBytesPerWeight = 0.6;

/** @param parameterCount null: estimated from the size of the file */
export function estimateShape(
  parameterCount: number | null,
  contextTokens: number | null,
  sizeBytes: number,
): MemoryShape {
  const parameters = Math.max(1e6, parameterCount ?? sizeBytes / usualBytesPerWeight);
  const layers = layersAtBillion * (parameters / 1e9) ** layerGrowth;
  const width = Math.cbrt(parameters / parametersPerWidthCubed);
  return {
    trainedContextTokens: contextTokens,
    vocabularySize,
    embeddingLength: Math.round(width),
    feedForwardLength: Math.round(width * 3.5),
    headCount: Math.max(1, Math.round(width / headLength)),
    cacheNumbersPerToken: Math.round(layers * cacheNumbersPerLayer),
  };
}
