/**
 * Causal self-attention with grouped queries. Portable, pure. Vaswani et al., "Attention Is All You Need", 2017;
 * Ainslie et al., "GQA", 2023; llama.cpp, `llm_graph_context::build_attn`: softmax(q·k / √headLength) over this and all
 * earlier positions.
 */
import { dot, multiply, softmax } from './linear.ts';
import type { LlamaBlock, LlamaShape } from './llama-weights.ts';
import { rotate } from './rope.ts';

/** One matrix of weights a head: `[head][position]` is that position's distribution over itself and earlier ones. */
export type AttentionPattern = readonly (readonly Float64Array[])[];

export type AttentionResult = {
  readonly outputs: readonly Float64Array[];
  readonly pattern: AttentionPattern;
};

function splitHeads(vector: Float64Array, headLength: number): Float64Array[] {
  const heads: Float64Array[] = [];
  for (let start = 0; start < vector.length; start += headLength)
    heads.push(vector.slice(start, start + headLength));
  return heads;
}

function weightedSum(weights: Float64Array, vectors: readonly Float64Array[], length: number): Float64Array {
  const sum = new Float64Array(length);
  for (const [index, weight] of weights.entries()) {
    const vector = vectors[index];
    if (vector === undefined) continue;
    for (let dimension = 0; dimension < length; dimension++) {
      sum[dimension] = (sum[dimension] ?? 0) + weight * (vector[dimension] ?? 0);
    }
  }
  return sum;
}

/** @param inputs the normalised vector of each position, from position 0 */
export function attend(
  inputs: readonly Float64Array[],
  block: LlamaBlock,
  shape: LlamaShape,
): AttentionResult {
  const { headCount, keyValueHeadCount, headLength, rotatedLength, ropeFrequencyBase } = shape;
  const rotateAll = (heads: readonly Float64Array[], position: number) =>
    heads.map((head) => rotate(head, position, rotatedLength, ropeFrequencyBase));
  const split = (vector: Float64Array) => splitHeads(vector, headLength);
  const queries = inputs.map((input, position) => rotateAll(split(multiply(block.query, input)), position));
  const keys = inputs.map((input, position) => rotateAll(split(multiply(block.key, input)), position));
  const values = inputs.map((input) => split(multiply(block.value, input)));

  const joined = inputs.map(() => new Float64Array(headCount * headLength));
  const pattern: Float64Array[][] = [];
  for (let head = 0; head < headCount; head++) {
    const group = Math.floor((head * keyValueHeadCount) / headCount);
    const headKeys = keys.map((heads) => heads[group] ?? new Float64Array(headLength));
    const headValues = values.map((heads) => heads[group] ?? new Float64Array(headLength));
    const rows = queries.map((heads, position) => {
      const query = heads[head] ?? new Float64Array(headLength);
      const scores = headKeys.slice(0, position + 1).map((key) => dot(query, key) / Math.sqrt(headLength));
      const weights = softmax(Float64Array.from(scores));
      joined[position]?.set(weightedSum(weights, headValues, headLength), head * headLength);
      return weights;
    });
    pattern.push(rows);
  }
  return { outputs: joined.map((vector) => multiply(block.attentionOutput, vector)), pattern };
}
