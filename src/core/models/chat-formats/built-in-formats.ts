/**
 * The templates of the chat formats that Prisme knows, for files that hold none or a broken one. Runs in the core; data.
 * They are Prisme's own texts, written after what each family published; built-in-formats.test.ts holds them against
 * recorded references (fixtures/chat-formats). A reply in the history is trimmed where its family trains on trimmed ones.
 * The start token of a text is the vocabulary's own business (engine/render-prompt.ts): no format writes the first one.
 * A format without a role for the system prompt says nothing of one: the engine then puts it before the first message.
 */
import type { ChatFormat } from '#contract/chat-format.ts';

/** Each turn between marks that name its role, then the mark that begins a reply. */
const marked = (before: string, after: string, reply: string, content = "message['content']"): string =>
  `{% for message in messages %}{{ ${before} + ${content} + ${after} }}{% endfor %}{% if add_generation_prompt %}{{ ${reply} }}{% endif %}`;

/** The three kinds of turns, each written by an expression of Jinja; null: the format has no such turn. */
const byRole = (system: string | null, user: string, assistant: string, reply = "''"): string =>
  [
    '{% for message in messages %}',
    system === null ? '' : `{% if message['role'] == 'system' %}{{ ${system} }}{% endif %}`,
    `{% if message['role'] == 'user' %}{{ ${user} }}{% endif %}`,
    `{% if message['role'] == 'assistant' %}{{ ${assistant} }}{% endif %}`,
    `{% endfor %}{% if add_generation_prompt %}{{ ${reply} }}{% endif %}`,
  ].join('');

const text = "message['content']";
const trimmed = "message['content'] | trim";

/** What a family's own examples begin with where nobody wrote a system prompt. */
const unlessSystem = (words: string): string =>
  `{% if not messages or messages[0]['role'] != 'system' %}{{ '${words}' }}{% endif %}`;

const curious = (from: string): string =>
  `A chat between a curious ${from} and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the ${from}\\'s questions.`;
const alpacaTask =
  'Below is an instruction that describes a task. Write a response that appropriately completes the request.';

/** Mistral's: the system prompt stands before a person's words, in the same turn. */
const mistral = (before: string, after: string, reply: string, systemAtEnd: boolean): string =>
  [
    "{% set ns = namespace(system='') %}",
    "{% for message in messages %}{% if message['role'] == 'system' %}{% set ns.system = message['content'] + '\\n\\n' %}",
    `{% elif message['role'] == 'user' %}{{ '${before}' }}`,
    systemAtEnd ? '{% if loop.last %}{{ ns.system }}{% endif %}' : "{{ ns.system }}{% set ns.system = '' %}",
    `{{ message['content'] + '${after}' }}{% else %}{{ ${reply} + eos_token }}{% endif %}{% endfor %}`,
  ].join('');

export const builtInFormats: Readonly<Record<ChatFormat, string>> = {
  alpaca:
    unlessSystem(`${alpacaTask}\\n\\n`) +
    byRole(
      `${text} + '\\n\\n'`,
      `'### Instruction:\\n' + ${text} + '\\n\\n'`,
      `'### Response:' + ${text} + eos_token + '\\n\\n'`,
      "'### Response:'",
    ),
  chatml: marked("'<|im_start|>' + message['role'] + '\\n'", "'<|im_end|>\\n'", "'<|im_start|>assistant\\n'"),
  deepseekCoder: byRole(
    text,
    `'### Instruction:\\n' + ${text} + '\\n'`,
    `'### Response:\\n' + ${text} + '\\n<|EOT|>\\n'`,
    "'### Response:\\n'",
  ),
  deepseekV2: byRole(
    `${text} + '\\n\\n'`,
    `'User: ' + ${text} + '\\n\\n'`,
    `'Assistant: ' + ${text} + eos_token`,
    "'Assistant:'",
  ),
  deepseekV3: byRole(
    text,
    `'<｜User｜>' + ${text}`,
    `'<｜Assistant｜>' + ${text} + '<｜end▁of▁sentence｜>'`,
    "'<｜Assistant｜>'",
  ),
  falcon: byRole(
    `'System: ' + ${text} + '\\n'`,
    `'User: ' + ${text} + '\\n'`,
    `'Falcon: ' + (${trimmed}) + '\\n'`,
    "'Falcon:'",
  ),
  falcon3: byRole(
    `'<|system|>\\n' + ${text} + '\\n'`,
    `'<|user|>\\n' + ${text} + '\\n'`,
    `'<|assistant|>\\n' + ${text} + '\\n'`,
    "'<|assistant|>\\n'",
  ),
  gemma: byRole(
    null,
    `'<start_of_turn>user\\n' + (${trimmed}) + '<end_of_turn>\\n'`,
    `'<start_of_turn>model\\n' + (${trimmed}) + '<end_of_turn>\\n'`,
    "'<start_of_turn>model\\n'",
  ),
  guanaco:
    unlessSystem(curious('human')) +
    byRole(text, `'\\n### Human: ' + ${text}`, `'\\n### Assistant: ' + (${trimmed})`, "'\\n### Assistant:'"),
  llama2: [
    "{% set ns = namespace(system='', first=true) %}",
    "{% for message in messages %}{% if message['role'] == 'system' %}",
    "{% set ns.system = '<<SYS>>\\n' + message['content'] + '\\n<</SYS>>\\n\\n' %}{% elif message['role'] == 'user' %}",
    "{{ ('' if ns.first else bos_token) + '[INST] ' + ns.system + (message['content'] | trim) + ' [/INST]' }}{% set ns.system = '' %}{% set ns.first = false %}",
    "{% else %}{{ ' ' + (message['content'] | trim) + ' ' + eos_token }}{% endif %}{% endfor %}",
  ].join(''),
  llama3: marked(
    "'<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'",
    "'<|eot_id|>'",
    "'<|start_header_id|>assistant<|end_header_id|>\\n\\n'",
    `(${trimmed})`,
  ),
  mistralV1: mistral(' [INST] ', ' [/INST]', `' ' + ${text}`, false),
  mistralV3: mistral('[INST] ', '[/INST]', `' ' + (${trimmed})`, true),
  mistralTekken: mistral('[INST]', '[/INST]', text, true),
  mistralV7: byRole(
    `'[SYSTEM_PROMPT] ' + ${text} + '[/SYSTEM_PROMPT]'`,
    `'[INST] ' + ${text} + '[/INST]'`,
    `' ' + ${text} + eos_token`,
  ),
  phi3: marked("'<|' + message['role'] + '|>\\n'", "'<|end|>\\n'", "'<|assistant|>\\n'"),
  phi4: marked(
    "'<|im_start|>' + message['role'] + '<|im_sep|>'",
    "'<|im_end|>'",
    "'<|im_start|>assistant<|im_sep|>'",
  ),
  vicuna:
    unlessSystem(`${curious('user')} `) +
    byRole(
      `${text} + ' '`,
      `'USER: ' + ${text} + ' '`,
      `'ASSISTANT: ' + (${trimmed}) + eos_token`,
      "'ASSISTANT:'",
    ),
};
