import { expect, it } from 'vitest';
import { displayName } from './display-name.ts';

it.each([
  ['SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2 mix1', 'Q4_1', 'SmolLM2-135M-Instruct'],
  ['gemma-3-270m-q4_k_m.gguf', null, 'Q4_K_M', 'gemma-3-270m'],
  ['Mistral-7B-v0.3.GGUF', 'x', 'Q6_K', 'Mistral-7B-v0.3'],
  ['model.gguf', 'Llama 3.2 1B', 'Q8_0', 'Llama 3.2 1B'],
  ['ggml-model-q4_0.gguf', 'Phi', 'Q4_0', 'Phi'],
  ['Q4_0.gguf', null, 'Q4_0', 'Q4_0'],
  ['model.gguf', null, null, 'model'],
])('lists %s (header: %s, %s) as %s', (fileName, headerName, quantisation, name) => {
  expect(displayName(fileName, headerName, quantisation)).toBe(name);
});
