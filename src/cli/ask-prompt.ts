/**
 * `ask --prompt NAME --var name=value`: a prompt of the library as what is asked. Runs in the terminal shell. Reads the data
 * folder, also while Prisme is open; changes nothing.
 */
import { builtInsAt, fillTemplate, parseTemplate, variablesOf } from '#contract/prompt-template.ts';
import { findPrompt } from '#core/prompts/find-prompt.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import { invalidVariable, type PromptWish } from './prompt-wish.ts';

/**
 * Its text with everything filled in. A variable with a default, or with choices, needs no value.
 * @throws prompt.notFound, app.invalidInput `{ option, reason }`, and what `findPrompt` throws
 */
export function promptText(
  { name, values }: PromptWish,
  place: { readonly dataDir: string | null; readonly now: () => number },
): string {
  const { dataDir } = resolveFolders({ data: place.dataDir ?? undefined });
  const pieces = parseTemplate(findPrompt({ dataDir, now: place.now }, name).text);
  const variables = variablesOf(pieces);
  for (const key of Object.keys(values))
    if (!variables.some((variable) => variable.name === key))
      throw invalidVariable(`the prompt has no variable "${key}"`);
  for (const { name: key, fallback, choices } of variables) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined && fallback === '')
      throw invalidVariable(`the variable "${key}" has no value: --var "${key}=…"`);
    if (value !== undefined && choices.length > 0 && !choices.includes(value))
      throw invalidVariable(`"${key}" is one of ${choices.join(', ')}`);
  }
  const { locale } = new Intl.DateTimeFormat().resolvedOptions();
  return fillTemplate(pieces, values, builtInsAt(place.now(), locale));
}
