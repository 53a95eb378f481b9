/**
 * The weights of a model of the Llama architecture, with the names that GGUF gives them. Portable; types only.
 * Source: Touvron et al., "LLaMA", 2023; llama.cpp, src/models/llama.cpp and gguf-py/gguf/constants.py.
 */
import type { Matrix } from './linear.ts';

export type LlamaShape = {
  /** `llama.embedding_length` */
  readonly embeddingLength: number;
  /** `llama.attention.head_count` */
  readonly headCount: number;
  /** `llama.attention.head_count_kv`: key and value heads; each serves headCount / keyValueHeadCount query heads. */
  readonly keyValueHeadCount: number;
  /** Numbers in one head: `llama.attention.key_length`, by default embeddingLength / headCount. */
  readonly headLength: number;
  /** `llama.rope.dimension_count`: how many numbers of a head are rotated; even. */
  readonly rotatedLength: number;
  /** `llama.rope.freq_base` */
  readonly ropeFrequencyBase: number;
  /** `llama.attention.layer_norm_rms_epsilon` */
  readonly normEpsilon: number;
};

/** One block, `blk.N.*`. */
export type LlamaBlock = {
  /** `attn_norm`, embeddingLength numbers */
  readonly attentionNorm: Float32Array;
  /** `attn_q`: (headCount × headLength) rows of embeddingLength */
  readonly query: Matrix;
  /** `attn_k`: (keyValueHeadCount × headLength) rows of embeddingLength */
  readonly key: Matrix;
  /** `attn_v`: like `key` */
  readonly value: Matrix;
  /** `attn_output`: embeddingLength rows of (headCount × headLength) */
  readonly attentionOutput: Matrix;
  /** `ffn_norm` */
  readonly feedForwardNorm: Float32Array;
  /** `ffn_gate`: feed-forward length rows of embeddingLength */
  readonly gate: Matrix;
  /** `ffn_up`: like `gate` */
  readonly up: Matrix;
  /** `ffn_down`: embeddingLength rows of the feed-forward length */
  readonly down: Matrix;
};

export type LlamaWeights = {
  readonly shape: LlamaShape;
  /** `token_embd`: one row of embeddingLength for each token */
  readonly tokenEmbedding: Matrix;
  readonly blocks: readonly LlamaBlock[];
  /** `output_norm` */
  readonly outputNorm: Float32Array;
  /** `output`: like `tokenEmbedding`; null: tied, the embedding is used again. */
  readonly output: Matrix | null;
};
