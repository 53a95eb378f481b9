/**
 * How many bytes a tensor of each ggml type takes. Runs in the core. Source: `ggml_type` in ggml.h and the block
 * structures of ggml-common.h, as shipped with node-llama-cpp 3.22.1. Types that llama.cpp no longer reads are absent.
 */

type BlockLayout = { readonly name: string; readonly elements: number; readonly bytes: number };

const plain = (name: string, bytes: number): BlockLayout => ({ name, elements: 1, bytes });
const block = (name: string, elements: number, bytes: number): BlockLayout => ({ name, elements, bytes });

/** ggml type number → the layout of one block. */
const layouts: ReadonlyMap<number, BlockLayout> = new Map([
  [0, plain('F32', 4)],
  [1, plain('F16', 2)],
  [2, block('Q4_0', 32, 18)],
  [3, block('Q4_1', 32, 20)],
  [6, block('Q5_0', 32, 22)],
  [7, block('Q5_1', 32, 24)],
  [8, block('Q8_0', 32, 34)],
  [9, block('Q8_1', 32, 36)],
  [10, block('Q2_K', 256, 84)],
  [11, block('Q3_K', 256, 110)],
  [12, block('Q4_K', 256, 144)],
  [13, block('Q5_K', 256, 176)],
  [14, block('Q6_K', 256, 210)],
  [15, block('Q8_K', 256, 292)],
  [16, block('IQ2_XXS', 256, 66)],
  [17, block('IQ2_XS', 256, 74)],
  [18, block('IQ3_XXS', 256, 98)],
  [19, block('IQ1_S', 256, 50)],
  [20, block('IQ4_NL', 32, 18)],
  [21, block('IQ3_S', 256, 110)],
  [22, block('IQ2_S', 256, 82)],
  [23, block('IQ4_XS', 256, 136)],
  [24, plain('I8', 1)],
  [25, plain('I16', 2)],
  [26, plain('I32', 4)],
  [27, plain('I64', 8)],
  [28, plain('F64', 8)],
  [29, block('IQ1_M', 256, 56)],
  [30, plain('BF16', 2)],
  [34, block('TQ1_0', 256, 54)],
  [35, block('TQ2_0', 256, 66)],
  [39, block('MXFP4', 32, 17)],
  [40, block('NVFP4', 64, 36)],
  [41, block('Q1_0', 128, 18)],
  [42, block('Q2_0', 64, 18)],
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

/** ggml's name of a tensor type, for example "Q4_K"; null when there is no such type. */
export function tensorTypeName(type: number): string | null {
  return layouts.get(type)?.name ?? null;
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
