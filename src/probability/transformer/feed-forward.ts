/**
 * The feed-forward part of a block: SwiGLU. Portable, pure. Shazeer, "GLU Variants Improve Transformer", 2020:
 * down( silu(gate x) ⊙ (up x) ) with silu(x) = x / (1 + e^−x).
 */
import { multiply } from './linear.ts';
import type { LlamaBlock } from './llama-weights.ts';

function silu(value: number): number {
  return value / (1 + Math.exp(-value));
}

export function feedForward(input: Float64Array, block: LlamaBlock): Float64Array {
  const up = multiply(block.up, input);
  const gated = multiply(block.gate, input).map((value, index) => silu(value) * (up[index] ?? 0));
  return multiply(block.down, gated);
}
