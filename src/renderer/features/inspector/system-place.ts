/**
 * Where a chat format put the system prompt, told from the prompt itself. Page; pure.
 */
import type { PromptSpan } from '#contract/prompt.ts';

/**
 * Whether the system prompt at `index` opens the person's message: between both stands white space only. Formats without
 * a role for it have no other place (Gemma, Mistral), whether the template put it there or the engine did.
 */
export function opensMessage(
  spans: readonly Pick<PromptSpan, 'part' | 'start' | 'end'>[],
  index: number,
  textOf: (span: Pick<PromptSpan, 'start' | 'end'>) => string,
): boolean {
  if (spans[index]?.part !== 'system') return false;
  const next = spans[index + 1];
  if (next?.part !== 'template') return next?.part === 'user';
  return spans[index + 2]?.part === 'user' && textOf(next).trim() === '';
}
