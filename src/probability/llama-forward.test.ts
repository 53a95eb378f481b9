import { describe, expect, it } from 'vitest';
import { uniform } from './draws.ts';
import { llamaForward, logSoftmax } from './llama-forward.ts';
import { multiply, rowOf, type Matrix } from './transformer/linear.ts';
import type { LlamaBlock, LlamaShape, LlamaWeights } from './transformer/llama-weights.ts';
import { rmsNorm } from './transformer/rms-norm.ts';
import { rotate } from './transformer/rope.ts';

const shape: LlamaShape = {
  embeddingLength: 16,
  headCount: 4,
  keyValueHeadCount: 2,
  headLength: 4,
  rotatedLength: 4,
  ropeFrequencyBase: 10_000,
  normEpsilon: 1e-5,
};
const feedForwardLength = 24;
const vocabularySize = 30;

/** Weights in (−0.5, 0.5), the same for the same seed. */
function randomMatrix(seed: number, rows: number, columns: number): Matrix {
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, (_, index) => uniform(seed, index, 'token') - 0.5),
  };
}
const around1 = (seed: number) =>
  Float32Array.from({ length: 16 }, (_, index) => 0.75 + uniform(seed, index, 'token') / 2);

function randomBlock(seed: number): LlamaBlock {
  return {
    attentionNorm: around1(seed),
    query: randomMatrix(seed + 1, 16, 16),
    key: randomMatrix(seed + 2, 8, 16),
    value: randomMatrix(seed + 3, 8, 16),
    attentionOutput: randomMatrix(seed + 4, 16, 16),
    feedForwardNorm: around1(seed + 5),
    gate: randomMatrix(seed + 6, feedForwardLength, 16),
    up: randomMatrix(seed + 7, feedForwardLength, 16),
    down: randomMatrix(seed + 8, 16, feedForwardLength),
  };
}

const weights: LlamaWeights = {
  shape,
  tokenEmbedding: randomMatrix(1, vocabularySize, 16),
  blocks: [randomBlock(100), randomBlock(200)],
  outputNorm: around1(3),
  output: randomMatrix(4, vocabularySize, 16),
};
const tokens = [3, 14, 15, 9, 2, 6];

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++)
    expect(actual[index]).toBeCloseTo(expected[index] ?? NaN, 9);
}

describe('llamaForward', () => {
  const whole = llamaForward(weights, tokens);

  it('gives one row of logits for each position, over the whole vocabulary', () => {
    expect(whole.logits).toHaveLength(tokens.length);
    for (const row of whole.logits) {
      expect(row).toHaveLength(vocabularySize);
      expect(logSoftmax(row).reduce((sum, logprob) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 12);
    }
  });

  it('never looks ahead: a prefix gives the same logits', () => {
    const prefix = llamaForward(weights, tokens.slice(0, 4));
    for (const [position, row] of prefix.logits.entries()) expectClose(row, whole.logits[position] ?? []);
  });

  it('depends on the order of earlier tokens', () => {
    const swapped = llamaForward(weights, [14, 3, 15, 9, 2, 6]);
    const difference = Math.abs((swapped.logits[5]?.[0] ?? 0) - (whole.logits[5]?.[0] ?? 0));
    expect(difference).toBeGreaterThan(1e-4);
  });

  it('spreads each attention over this and earlier positions only, with sum 1', () => {
    for (const { attention } of whole.blocks) {
      expect(attention).toHaveLength(4);
      for (const head of attention) {
        for (const [position, row] of head.entries()) {
          expect(row).toHaveLength(position + 1);
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        }
      }
    }
  });

  it('returns the state after each block', () => {
    expect(whole.embeddings[0]).toEqual(Float64Array.from(rowOf(weights.tokenEmbedding, 3)));
    expect(whole.blocks).toHaveLength(2);
    const last = whole.blocks[1]?.hidden[5] ?? new Float64Array();
    const logits = multiply(
      weights.output ?? weights.tokenEmbedding,
      rmsNorm(last, weights.outputNorm, shape.normEpsilon),
    );
    expectClose(logits, whole.logits[5] ?? []);
  });

  it('uses the embedding again when the output is tied', () => {
    const tied = llamaForward({ ...weights, output: null }, tokens);
    const separate = llamaForward({ ...weights, output: weights.tokenEmbedding }, tokens);
    expect(tied.logits).toEqual(separate.logits);
    expect(tied.logits).not.toEqual(whole.logits);
  });

  it('gives each group of query heads its key and value head', () => {
    // The same model with the key and value rows written out once for each query head.
    const repeat = ({ columns, values }: Matrix): Matrix => {
      const head = (index: number) => [...values.subarray(index * 4 * columns, (index + 1) * 4 * columns)];
      return { rows: 16, columns, values: Float32Array.from([0, 0, 1, 1].flatMap(head)) };
    };
    const blocks = weights.blocks.map((block) => ({
      ...block,
      key: repeat(block.key),
      value: repeat(block.value),
    }));
    const ungrouped = llamaForward({ ...weights, shape: { ...shape, keyValueHeadCount: 4 }, blocks }, tokens);
    for (const [position, row] of ungrouped.logits.entries()) expectClose(row, whole.logits[position] ?? []);
  });

  it('computes one token by the formulas written out', () => {
    const block = randomBlock(300);
    const x = Array.from(rowOf(weights.tokenEmbedding, 7));
    const norm = (vector: readonly number[], factor: Float32Array) => {
      const scale = Math.sqrt(vector.reduce((sum, value) => sum + value ** 2, 0) / 16 + 1e-5);
      return vector.map((value, index) => (value / scale) * (factor[index] ?? 0));
    };
    const times = ({ rows, columns, values }: Matrix, vector: readonly number[]) =>
      Array.from({ length: rows }, (_, row) =>
        vector.reduce((sum, value, column) => sum + value * (values[row * columns + column] ?? 0), 0),
      );
    // Alone, a position attends to itself with weight 1, so attention is the output of its own value.
    const value = times(block.value, norm(x, block.attentionNorm));
    const shared = [...value.slice(0, 4), ...value.slice(0, 4), ...value.slice(4), ...value.slice(4)];
    const attended = times(block.attentionOutput, shared).map((number, index) => number + (x[index] ?? 0));
    const input = norm(attended, block.feedForwardNorm);
    const up = times(block.up, input);
    const gated = times(block.gate, input).map(
      (gate, index) => (gate / (1 + Math.exp(-gate))) * (up[index] ?? 0),
    );
    const hidden = times(block.down, gated).map((number, index) => number + (attended[index] ?? 0));
    const expected = times(weights.output ?? weights.tokenEmbedding, norm(hidden, weights.outputNorm));
    expectClose(llamaForward({ ...weights, blocks: [block] }, [7]).logits[0] ?? [], expected);
  });

  it('refuses an id outside the vocabulary', () => {
    expect(() => llamaForward(weights, [0, 30])).toThrow(RangeError);
    expect(() => llamaForward(weights, [-1])).toThrow(RangeError);
  });
});

describe('rotate', () => {
  const head = Float64Array.of(1, 2, 3, 4, 5, 6);
  const dotOf = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

  it('leaves position 0 and the numbers beyond the rotated length as they are', () => {
    expect(rotate(head, 0, 6, 10_000)).toEqual(head);
    expect([...rotate(head, 5, 4, 10_000).slice(4)]).toEqual([5, 6]);
  });

  it('rotates neighbours together: the first pair by one radian a position', () => {
    const [x, y] = rotate(Float64Array.of(1, 0, 0, 0), 1, 4, 10_000);
    expect(x).toBeCloseTo(Math.cos(1), 12);
    expect(y).toBeCloseTo(Math.sin(1), 12);
    const second = rotate(Float64Array.of(0, 0, 1, 0), 1, 4, 10_000);
    expect(second[2]).toBeCloseTo(Math.cos(0.01), 12);
    expect(second[3]).toBeCloseTo(Math.sin(0.01), 12);
  });

  it('makes the product of a query and a key depend on their distance only', () => {
    const query = Float64Array.of(0.3, -1, 2, 0.5, 1, 1);
    const near = dotOf(rotate(query, 9, 6, 500), rotate(head, 4, 6, 500));
    const far = dotOf(rotate(query, 105, 6, 500), rotate(head, 100, 6, 500));
    expect(near).toBeCloseTo(far, 9);
  });
});
