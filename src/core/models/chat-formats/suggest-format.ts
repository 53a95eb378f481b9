/**
 * Which chat format the name of a model without a template speaks for. Runs in the core; pure. A suggestion only:
 * nothing takes it but a person.
 */
import type { ChatFormat } from '#contract/chat-format.ts';

/** The first that matches counts: who fine-tuned a model says more than what it was made from. */
const names: readonly (readonly [RegExp, ChatFormat])[] = [
  [/vicuna/, 'vicuna'],
  [/guanaco/, 'guanaco'],
  [/alpaca|wizardmath/, 'alpaca'],
  [/deepseek.?coder(?!.?v2)/, 'deepseekCoder'],
  [/deepseek.?(r1|v3)/, 'deepseekV3'],
  [/deepseek/, 'deepseekV2'],
  [/falcon.?3/, 'falcon3'],
  [/falcon/, 'falcon'],
  [/llama.?2/, 'llama2'],
  [/llama.?3/, 'llama3'],
  [/nemo|ministral|pixtral/, 'mistralTekken'],
  [/(mistral|mixtral).*v0\.3/, 'mistralV3'],
  [/mistral|mixtral/, 'mistralV1'],
  [/gemma/, 'gemma'],
  [/phi.?4/, 'phi4'],
  [/phi.?3/, 'phi3'],
  [/qwen|smollm|openhermes|chatml/, 'chatml'],
];

/** Words that say of a model of one of these families that it was taught to chat. */
const taught = /chat|instruct|[-_ .]it([-_ .]|$)|hermes|vicuna|guanaco|alpaca|assistant|r1/;

/** Null: the names speak for none, or for a base model. */
export function suggestFormat(...texts: readonly (string | null)[]): ChatFormat | null {
  for (const text of texts) {
    const name = (text ?? '').toLowerCase();
    if (!taught.test(name)) continue;
    const found = names.find(([pattern]) => pattern.test(name));
    if (found) return found[1];
  }
  return null;
}
