/**
 * How a model's bytes are divided: over the types of its tensors and over the parts of the network. Runs in the core.
 * Pure; the names of tensors are llama.cpp's (LLM_TENSOR_NAMES in llama-arch.cpp).
 */
import type { ModelPart, TensorTypeShare } from '#contract/model-facts.ts';

export type TensorShares = {
  /** Largest first. */
  readonly types: readonly TensorTypeShare[];
  readonly parts: ReadonlyMap<ModelPart, number>;
  /** The output layer has a matrix of its own; without one it is the token embeddings, used a second time. */
  readonly hasOutputMatrix: boolean;
};

type Tensor = {
  readonly name: string;
  readonly type: string;
  readonly elements: number;
  readonly bytes: number;
};

/** Takes tensors one by one; `total` is what all of them so far come to. */
export function countShares(): { add(tensor: Tensor): void; total(): TensorShares } {
  const types = new Map<string, TensorTypeShare>();
  const parts = new Map<ModelPart, number>();
  let hasOutputMatrix = false;
  return {
    add: ({ name, type, elements, bytes }) => {
      const known = types.get(type) ?? { type, tensors: 0, parameters: 0, bytes: 0 };
      types.set(type, {
        type,
        tensors: known.tensors + 1,
        parameters: known.parameters + elements,
        bytes: known.bytes + bytes,
      });
      const part = partOf(name);
      parts.set(part, (parts.get(part) ?? 0) + bytes);
      hasOutputMatrix ||= name === 'output.weight';
    },
    total: () => ({
      types: [...types.values()].sort((left, right) => right.bytes - left.bytes),
      parts: new Map(parts),
      hasOutputMatrix,
    }),
  };
}

/** The shares of several files that hold one model. */
export function addShares(all: readonly TensorShares[]): TensorShares {
  const types = new Map<string, TensorTypeShare>();
  const parts = new Map<ModelPart, number>();
  for (const shares of all) {
    for (const share of shares.types) {
      const known = types.get(share.type);
      types.set(share.type, {
        type: share.type,
        tensors: share.tensors + (known?.tensors ?? 0),
        parameters: share.parameters + (known?.parameters ?? 0),
        bytes: share.bytes + (known?.bytes ?? 0),
      });
    }
    for (const [part, bytes] of shares.parts) parts.set(part, bytes + (parts.get(part) ?? 0));
  }
  return {
    types: [...types.values()].sort((left, right) => right.bytes - left.bytes),
    parts,
    hasOutputMatrix: all.some((shares) => shares.hasOutputMatrix),
  };
}

/** The part of the network that a tensor belongs to, by its name. The norm before a layer counts with that layer. */
export function partOf(name: string): ModelPart {
  if (/^(?:per_layer_)?(?:token_embd|token_types|position_embd)/.test(name)) return 'embeddings';
  if (/^output(?:_norm)?\b/.test(name)) return 'output';
  const layer = /^(?:(?:enc|dec)\.)?blk\.\d+\.(.*)$/.exec(name)?.[1] ?? '';
  if (/^(?:cross_)?attn_|^post_attention/.test(layer)) return 'attention';
  if (/^ffn_|^post_ffw|^exp_probs/.test(layer)) return 'feedForward';
  return 'other';
}
