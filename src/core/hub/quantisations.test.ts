import { describe, expect, it } from 'vitest';
import { quantisationGroup, quantisationIn } from './quantisations.ts';

describe('the quantisation in a file’s name', () => {
  it.each([
    ['SmolLM3-Q4_K_M.gguf', 'Q4_K_M'],
    ['gemma-3-4b-it-q4_k_m.gguf', 'Q4_K_M'],
    ['SmolLM2-135M-Instruct.Q4_1.gguf', 'Q4_1'],
    ['gemma-3-12b-it-UD-Q4_K_XL.gguf', 'UD-Q4_K_XL'],
    ['gemma-3-12b-it-UD-IQ2_XXS.gguf', 'UD-IQ2_XXS'],
    ['Llama-3.2-3B-Instruct-Q6_K_L.gguf', 'Q6_K_L'],
    ['Llama-3.2-3B-Instruct-IQ3_M.gguf', 'IQ3_M'],
    ['gemma-2-9b-it-Q2_K_L.gguf', 'Q2_K_L'],
    ['SmolLM3-f16-00001-of-00002.gguf', 'F16'],
    ['bge-m3-FP16.gguf', 'FP16'],
    ['gpt-oss-20b-MXFP4.gguf', 'MXFP4'],
    ['model.gguf', null],
    ['Q8_01-not-one.gguf', null],
    ['xQ4_0.gguf', null],
  ])('%s: %s', (name, quantisation) => {
    expect(quantisationIn(name)).toBe(quantisation);
  });
});

describe('a group', () => {
  it.each([
    ['small', ['IQ1_S', 'UD-IQ2_XXS', 'Q2_K', 'Q2_K_L', 'Q3_K_S', 'Q3_K_M', 'Q3_K_L', 'IQ3_M', 'UD-Q3_K_XL']],
    ['balanced', ['IQ4_XS', 'Q4_0', 'Q4_1', 'Q4_K_S', 'Q4_K_M', 'Q4_K', 'UD-Q4_K_XL', 'Q5_0', 'Q5_1', 'Q5_K_M']],
    ['large', ['Q6_K', 'Q6_K_L', 'Q8_0', 'UD-Q8_K_XL', 'F16', 'BF16', 'FP16', 'F32']],
  ] as const)('%s goes by the bits of the mix, also where a small model’s file has more', (group, names) => {
    for (const name of names) expect([name, quantisationGroup(name, 7.5)]).toEqual([name, group]);
  }); // prettier-ignore

  it('goes by the bits of the file where the name says nothing, and is the middle one where nothing is known', () => {
    expect([2, 4.39, 4.4, 6.29, 6.3, 16].map((bits) => quantisationGroup(null, bits))).toEqual([
      'small',
      'small',
      'balanced',
      'balanced',
      'large',
      'large',
    ]);
    expect(quantisationGroup('MXFP4', 4.6)).toBe('balanced');
    expect(quantisationGroup(null, null)).toBe('balanced');
  });
});
