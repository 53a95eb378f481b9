import { describe, expect, it } from 'vitest';
import { isAllowedAlignment } from './gguf-limits.ts';
import { isKnownArchitecture } from './known-architectures.ts';
import { quantisationName } from './quantisation-names.ts';
import { elementCount, tensorBytes } from './tensor-sizes.ts';

/** ggml type → elements and bytes of one block, from ggml.h and ggml-common.h. */
const blocks: readonly (readonly [number, number, number])[] = [
  [0, 1, 4], [1, 1, 2], [2, 32, 18], [3, 32, 20], [6, 32, 22], [7, 32, 24], [8, 32, 34], [9, 32, 36], [10, 256, 84], [11, 256, 110],
  [12, 256, 144], [13, 256, 176], [14, 256, 210], [15, 256, 292], [16, 256, 66], [17, 256, 74], [18, 256, 98], [19, 256, 50], [20, 32, 18],
  [21, 256, 110], [22, 256, 82], [23, 256, 136], [24, 1, 1], [25, 1, 2], [26, 1, 4], [27, 1, 8], [28, 1, 8], [29, 256, 56], [30, 1, 2],
  [34, 256, 54], [35, 256, 66], [39, 32, 17], [40, 64, 36], [41, 128, 18], [42, 64, 18],
]; // prettier-ignore

describe('the size of a tensor', () => {
  it.each(blocks)('type %i has blocks of %i elements in %i bytes', (type, elements, bytes) => {
    expect(tensorBytes(type, [elements])).toBe(bytes);
    expect(tensorBytes(type, [3 * elements, 5, 2])).toBe(30 * bytes);
    if (elements > 1) expect(tensorBytes(type, [elements + 1, elements])).toBeNull();
  });

  it('is unknown for every type that llama.cpp does not read', () => {
    const known = new Set(blocks.map(([type]) => type));
    for (let type = 0; type < 300; type++) if (!known.has(type)) expect(tensorBytes(type, [256])).toBeNull();
  });

  it('is counted up to the largest safe number and refused above it', () => {
    expect(tensorBytes(0, [2 ** 50])).toBe(2 ** 52);
    expect(tensorBytes(0, [2 ** 51])).toBeNull();
    expect(elementCount([2 ** 52])).toBe(2 ** 52);
    expect(elementCount([2 ** 30, 2 ** 30, 1])).toBeNull();
    expect(tensorBytes(24, [2 ** 30, 2 ** 30])).toBeNull();
    // Too many elements on the way, although the last dimension would hide it from a product that has lost its bits.
    expect(elementCount([2 ** 53, 1])).toBeNull();
  });

  it('needs dimensions that are whole and at least 1', () => {
    expect(elementCount([1])).toBe(1);
    expect(elementCount([2, 3, 4])).toBe(24);
    expect(elementCount([])).toBe(1);
    expect(tensorBytes(0, [])).toBe(4);
    for (const dimension of [0, -1, 1.5, Infinity, Number.NaN]) {
      expect(elementCount([dimension])).toBeNull();
      expect(elementCount([4, dimension])).toBeNull();
      expect(tensorBytes(0, [4, dimension])).toBeNull();
    }
  });
});

describe('the alignment of tensor data', () => {
  it('is a power of two from 8 to 4,096, and nothing else', () => {
    const allowed = Array.from({ length: 10_000 }, (_, value) => value).filter(isAllowedAlignment);
    expect(allowed).toEqual([8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096]);
    for (const value of [-8, 8.5, 2 ** 32, 2 ** 40, Infinity, Number.NaN])
      expect(isAllowedAlignment(value)).toBe(false);
  });
});

describe('names in a header', () => {
  it('knows an architecture by its whole name, wherever it stands in the list', () => {
    for (const name of ['llama', 'gemma3', 'nanbeige', 'mamba', 'qwen3vlmoe', 'talkie'])
      expect(isKnownArchitecture(name), name).toBe(true);
    for (const name of ['', ' ', 'clip', 'bert', 'lla', 'llama ', 'llama llama4', 'LLAMA', '\n'])
      expect(isKnownArchitecture(name), name).toBe(false);
  });

  it('names every quantisation mix that has a number, and no other', () => {
    const names = Array.from({ length: 60 }, (_, fileType) => quantisationName(fileType));
    expect(names.map((name, fileType) => (name === null ? '' : `${fileType} ${name}`)).filter(Boolean)).toEqual([
      '0 F32', '1 F16', '2 Q4_0', '3 Q4_1', '7 Q8_0', '8 Q5_0', '9 Q5_1', '10 Q2_K', '11 Q3_K_S', '12 Q3_K_M', '13 Q3_K_L',
      '14 Q4_K_S', '15 Q4_K_M', '16 Q5_K_S', '17 Q5_K_M', '18 Q6_K', '19 IQ2_XXS', '20 IQ2_XS', '21 Q2_K_S', '22 IQ3_XS', '23 IQ3_XXS',
      '24 IQ1_S', '25 IQ4_NL', '26 IQ3_S', '27 IQ3_M', '28 IQ2_S', '29 IQ2_M', '30 IQ4_XS', '31 IQ1_M', '32 BF16', '36 TQ1_0', '37 TQ2_0',
      '38 MXFP4', '39 NVFP4', '40 Q1_0', '41 Q2_0',
    ]); // prettier-ignore
    expect(quantisationName(-1)).toBeNull();
  });
});
