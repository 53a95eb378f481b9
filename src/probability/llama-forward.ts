/**
 * A readable forward pass of the Llama architecture: from token ids to the logits after each of them. Portable, pure,
 * and independent of llama.cpp, which the tests compare it with. Small models only: every sum is written out, and
 * nothing is cached between calls. The parts, with their sources, are in transformer/.
 *
 * The order of operations is that of llama.cpp, src/models/llama.cpp: embed; in each block add attention(norm(x)),
 * then add feedForward(norm(x)); norm; project on the vocabulary.
 */
import { attend, type AttentionPattern } from './transformer/attention.ts';
import { feedForward } from './transformer/feed-forward.ts';
import { add, multiply, rowOf } from './transformer/linear.ts';
import type { LlamaWeights } from './transformer/llama-weights.ts';
import { rmsNorm } from './transformer/rms-norm.ts';

/** What one block did. */
export type BlockStates = {
  /** `[head][position]`: the weights of that position over itself and all earlier ones, Σ = 1. */
  readonly attention: AttentionPattern;
  /** The vector of each position after the block. */
  readonly hidden: readonly Float64Array[];
};

export type ForwardResult = {
  /** For each position, the raw logit of every token as the next one, indexed by id. */
  readonly logits: readonly Float64Array[];
  /** The embedding of each token, before the first block. */
  readonly embeddings: readonly Float64Array[];
  /** In order of the blocks. */
  readonly blocks: readonly BlockStates[];
};

/**
 * Reads the tokens from position 0.
 *
 * @throws RangeError when an id is outside the vocabulary
 */
export function llamaForward(weights: LlamaWeights, tokenIds: readonly number[]): ForwardResult {
  const { shape, tokenEmbedding } = weights;
  const embeddings = tokenIds.map((id) => {
    if (!Number.isInteger(id) || id < 0 || id >= tokenEmbedding.rows) throw new RangeError(`no token ${id}`);
    return Float64Array.from(rowOf(tokenEmbedding, id));
  });
  let hidden: readonly Float64Array[] = embeddings;
  const blocks: BlockStates[] = [];
  for (const block of weights.blocks) {
    const normed = hidden.map((vector) => rmsNorm(vector, block.attentionNorm, shape.normEpsilon));
    const { outputs, pattern } = attend(normed, block, shape);
    hidden = hidden
      .map((vector, position) => add(vector, outputs[position] ?? new Float64Array(vector.length)))
      .map((vector) =>
        add(vector, feedForward(rmsNorm(vector, block.feedForwardNorm, shape.normEpsilon), block)),
      );
    blocks.push({ attention: pattern, hidden });
  }
  const output = weights.output ?? tokenEmbedding;
  const logits = hidden.map((vector) =>
    multiply(output, rmsNorm(vector, weights.outputNorm, shape.normEpsilon)),
  );
  return { logits, embeddings, blocks };
}

/** ln p of every token from raw logits, in nats. */
export function logSoftmax(logits: Float64Array): Float64Array {
  const largest = logits.reduce((max, logit) => Math.max(max, logit), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return logits.map((logit) => logit - largest - Math.log(sum));
}
