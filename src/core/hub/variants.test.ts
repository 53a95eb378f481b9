import { expect, it } from 'vitest';
import { madeUpSha256 } from '../../../fixtures/hub/answers.ts';
import { type ListedFile, variantsOf } from './variants.ts';

const file = (path: string, sizeBytes = 8e9): ListedFile => ({ path, sizeBytes, sha256: madeUpSha256(path) });

it('the parts of a split file are one model, in their order, if all of them are there', () => {
  const { variants, leftOut } = variantsOf(
    [
      file('Q4_K_M/big-Q4_K_M-00002-of-00002.gguf', 1e9),
      file('Q4_K_M/big-Q4_K_M-00001-of-00002.gguf', 2e9),
      file('Q8_0/big-Q8_0-00001-of-00003.gguf'),
      file('Q8_0/big-Q8_0-00003-of-00003.gguf'),
    ],
    6e9,
  );
  expect(leftOut).toBe(2);
  expect(variants).toMatchObject([
    { name: 'big-Q4_K_M', quantisation: 'Q4_K_M', sizeBytes: 3e9, bitsPerWeight: 4, group: 'balanced' },
  ]);
  expect(variants[0]?.files.map(({ path }) => path)).toEqual([
    'Q4_K_M/big-Q4_K_M-00001-of-00002.gguf',
    'Q4_K_M/big-Q4_K_M-00002-of-00002.gguf',
  ]);
});

it('projectors, matrices, adapters and drafts are no models, and other files are none either', () => {
  const { variants, leftOut } = variantsOf(
    [
      file('mmproj-model-f16.gguf'),
      file('model-mmproj-f16.gguf'),
      file('imatrix.gguf'),
      file('model.imatrix.gguf'),
      file('lora-Q8_0.gguf'),
      file('README.md'),
      file('model.safetensors'),
      file('Explorer-Q8_0.gguf'),
    ],
    null,
  );
  expect(variants.map(({ name }) => name)).toEqual(['Explorer-Q8_0']);
  expect(leftOut).toBe(5);
});

it('the smallest comes first, and a folder may say what the name does not', () => {
  const { variants } = variantsOf([file('Q8_0/model.gguf', 9e9), file('Q2_K/model.gguf', 3e9)], 8e9);
  expect(variants.map(({ quantisation, group, sizeBytes }) => [quantisation, group, sizeBytes])).toEqual([
    ['Q2_K', 'small', 3e9],
    ['Q8_0', 'large', 9e9],
  ]);
});

it('a number of parameters that belongs to another model gives no bits', () => {
  expect(variantsOf([file('a-Q8_0.gguf', 8e9)], 1_000).variants[0]?.bitsPerWeight).toBeNull();
  expect(variantsOf([file('a-Q8_0.gguf', 8e9)], null).variants[0]?.bitsPerWeight).toBeNull();
});
