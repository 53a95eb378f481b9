/**
 * How many bytes a tensor of each ggml type takes. Runs in the core. Source: `ggml_type` in ggml.h and the block
 * structures of ggml-common.h, as shipped with node-llama-cpp 3.22.1. Types that llama.cpp no longer reads are absent.
 */

type BlockLayout = { readonly elements: number; readonly bytes: number };

const plain = (bytes: number): BlockLayout => ({ elements: 1, bytes });
const block = (elements: number, bytes: number): BlockLayout => ({ elements, bytes });

/** ggml type number → the layout of one block. */
const layouts: ReadonlyMap<number, BlockLayout> = new Map([
  [0, plain(4)], // F32
  [1, plain(2)], // F16
  [2, block(32, 18)], // Q4_0
  [3, block(32, 20)], // Q4_1
  [6, block(32, 22)], // Q5_0
  [7, block(32, 24)], // Q5_1
  [8, block(32, 34)], // Q8_0
  [9, block(32, 36)], // Q8_1
  [10, block(256, 84)], // Q2_K
  [11, block(256, 110)], // Q3_K
  [12, block(256, 144)], // Q4_K
  [13, block(256, 176)], // Q5_K
  [14, block(256, 210)], // Q6_K
  [15, block(256, 292)], // Q8_K
  [16, block(256, 66)], // IQ2_XXS
  [17, block(256, 74)], // IQ2_XS
  [18, block(256, 98)], // IQ3_XXS
  [19, block(256, 50)], // IQ1_S
  [20, block(32, 18)], // IQ4_NL
  [21, block(256, 110)], // IQ3_S
  [22, block(256, 82)], // IQ2_S
  [23, block(256, 136)], // IQ4_XS
  [24, plain(1)], // I8
  [25, plain(2)], // I16
  [26, plain(4)], // I32
  [27, plain(8)], // I64
  [28, plain(8)], // F64
  [29, block(256, 56)], // IQ1_M
  [30, plain(2)], // BF16
  [34, block(256, 54)], // TQ1_0
  [35, block(256, 66)], // TQ2_0
  [39, block(32, 17)], // MXFP4
  [40, block(64, 36)], // NVFP4
  [41, block(128, 18)], // Q1_0
  [42, block(64, 18)], // Q2_0
]);

/**
 * Bytes of a tensor with the given type and dimensions (row length first), or null when there is no such tensor: an
 * unknown type, a row that is not a whole number of blocks, or a size above 2⁵³.
 */
export function tensorBytes(type: number, dimensions: readonly number[]): number | null {
  const layout = layouts.get(type);
  if (!layout) return null;
  const rowElements = dimensions[0] ?? 1;
  if (rowElements % layout.elements !== 0) return null;
  const elements = elementCount(dimensions);
  if (elements === null) return null;
  const bytes = (elements / layout.elements) * layout.bytes;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Product of the dimensions; null when it is above 2⁵³ or one of them is not a positive integer. */
export function elementCount(dimensions: readonly number[]): number | null {
  let product = 1;
  for (const dimension of dimensions) {
    if (!Number.isSafeInteger(dimension) || dimension < 1) return null;
    product *= dimension;
    if (!Number.isSafeInteger(product)) return null;
  }
  return product;
}
