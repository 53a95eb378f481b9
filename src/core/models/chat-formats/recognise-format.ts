/**
 * Recognises a chat format by the marks that a template writes. Runs in the core; pure. It runs no template: a format
 * that is not recognised is not guessed, and the file's own template is used all the same.
 *
 * The marks and their order follow llm_chat_detect_template of llama.cpp (src/llama-chat.cpp), which every family's
 * published template goes through there; formats that Prisme has no name for are told apart and left without one.
 */
import type { ChatFormat } from '#contract/chat-format.ts';

type Rule = { readonly format: ChatFormat | null; readonly matches: (template: string) => boolean };

const all =
  (...marks: readonly string[]) =>
  (template: string): boolean =>
    marks.every((mark) => template.includes(mark));

/** The first that matches counts. */
const rules: readonly Rule[] = [
  { format: 'phi4', matches: all('<|im_start|>', '<|im_sep|>') },
  // SmolVLM begins its texts with the mark that ChatML begins its turns with.
  { format: null, matches: all('<|im_start|>', '<end_of_utterance>') },
  { format: 'chatml', matches: all('<|im_start|>', '<|im_end|>') },
  { format: 'mistralV7', matches: all('[INST]', '[SYSTEM_PROMPT]') },
  { format: 'llama2', matches: all('[INST]', '<<SYS>>') },
  // Mistral's versions differ in the spaces beside their marks.
  { format: 'mistralV1', matches: all('[INST]', ' [/INST]') },
  { format: 'mistralV3', matches: all('[INST] ') },
  { format: 'mistralTekken', matches: all('[INST]') },
  { format: 'phi3', matches: all('<|end|>', '<|assistant|>') },
  { format: 'phi3', matches: all("'<|' + message['role'] + '|>'", '<|end|>') },
  { format: null, matches: all('[gMASK]') },
  { format: null, matches: all('<|tool_declare|>') },
  { format: 'falcon3', matches: all('<|assistant|>', '<|user|>', '</s>') },
  { format: 'falcon3', matches: all("'<|user|>\\n' + message['content'] + '\\n'") },
  { format: 'gemma', matches: all('<start_of_turn>', '<end_of_turn>') },
  { format: 'vicuna', matches: all('USER: ', 'ASSISTANT:') },
  { format: 'deepseekCoder', matches: all('### Instruction:', '<|EOT|>') },
  { format: 'alpaca', matches: all('### Instruction:', '### Response:') },
  { format: 'guanaco', matches: all('### Human:', '### Assistant:') },
  { format: 'llama3', matches: all('<|start_header_id|>', '<|end_header_id|>') },
  { format: 'deepseekV3', matches: all('<｜User｜>', '<｜Assistant｜>') },
  { format: 'deepseekV2', matches: all("'Assistant: ' + message['content'] + eos_token") },
  { format: 'falcon', matches: all('User:', 'Falcon:') },
];

/** The format that this template writes; null: none that Prisme knows. */
export function recogniseFormat(template: string): ChatFormat | null {
  return rules.find(({ matches }) => matches(template))?.format ?? null;
}
