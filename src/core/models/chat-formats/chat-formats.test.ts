/**
 * What a name suggests, and what is unusual in a template. That formats are recognised and written as their references
 * is in src/engine/chat-formats.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { builtInFormats } from './built-in-formats.ts';
import { recogniseFormat } from './recognise-format.ts';
import { suggestFormat } from './suggest-format.ts';
import { warningsOf } from './template-warnings.ts';

describe('suggestFormat', () => {
  it.each([
    ['vicuna-7b-v1.5.Q4_K_M.gguf', 'vicuna'],
    ['guanaco-7B.ggmlv3', 'guanaco'],
    ['alpaca-native-7b', 'alpaca'],
    ['llama-2-7b-chat.Q4_0', 'llama2'],
    ['Meta-Llama-3-8B-Instruct', 'llama3'],
    ['Mistral-7B-Instruct-v0.1', 'mistralV1'],
    ['Mistral-7B-Instruct-v0.3', 'mistralV3'],
    ['Mistral-Nemo-Instruct-2407', 'mistralTekken'],
    ['falcon-7b-instruct', 'falcon'],
    ['Falcon3-1B-Instruct', 'falcon3'],
    ['gemma-2-2b-it-Q4_K_M', 'gemma'],
    ['Qwen2.5-0.5B-Instruct', 'chatml'],
    ['SmolLM2-135M-Instruct', 'chatml'],
    ['Phi-3-mini-4k-instruct', 'phi3'],
    ['phi-4-instruct', 'phi4'],
    ['deepseek-llm-7b-chat', 'deepseekV2'],
    ['deepseek-coder-6.7b-instruct', 'deepseekCoder'],
    ['DeepSeek-R1-Distill-Qwen-1.5B', 'deepseekV3'],
  ])('takes %s for a model that knows %s', (name, format) => {
    expect(suggestFormat(name)).toBe(format);
  });

  it.each(['Llama-2-7b', 'gemma-2b', 'gpt2', 'Qwen2.5-0.5B', 'tiny-llama', 'chat', 'bitnet_b1_58'])(
    'says nothing of %s, which may be a base model',
    (name) => {
      expect(suggestFormat(name)).toBeNull();
    },
  );

  it('asks one name after the other', () => {
    expect(suggestFormat('model', null, 'Vicuna 7B')).toBe('vicuna');
  });
});

describe('warningsOf', () => {
  it('finds nothing unusual in the texts of the formats', () => {
    for (const [format, text] of Object.entries(builtInFormats))
      expect([format, warningsOf(text, false)]).toEqual([format, []]);
  });

  it('says what it found', () => {
    expect(warningsOf('{{ messages[0].content }}', false)).toEqual(['unrecognised', 'noReplyStart']);
    const tools =
      "{% if tools %}{{ strftime_now('%d') }}{% endif %}<|im_start|><|im_end|>{{ add_generation_prompt }}";
    expect(warningsOf(tools, false)).toEqual(['tools', 'date']);
    expect(warningsOf(`<|im_start|><|im_end|>${' '.repeat(20_000)}`, true)).toEqual(['long', 'cut']);
  });
});

it('recognises a format by its marks, and says so when it knows none', () => {
  expect(recogniseFormat('### Human: {{ x }} ### Assistant:')).toBe('guanaco');
  expect(recogniseFormat('{{ messages }}')).toBeNull();
  expect(recogniseFormat('')).toBeNull();
});
