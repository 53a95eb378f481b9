/**
 * `--prompt NAME --var name=value` of `ask`, as data. Runs in the terminal shell. Opens nothing (ask-prompt.ts does).
 */
import type { PrismeError } from '#contract/errors.ts';
import { invalid } from './argument-values.ts';

/** A prompt of the library, and what its variables stand for. */
export type PromptWish = {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
};

/** What is wrong with a value of a variable. */
export const invalidVariable = (reason: string): PrismeError => invalid('--var', reason);

/** Null: no prompt is wanted. @throws app.invalidInput `{ option, reason }` */
export function readPromptWish(
  name: string | undefined,
  given: readonly string[] | undefined,
): PromptWish | null {
  const pairs = (given ?? []).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw invalidVariable(`"${pair}" is not name=value`);
    return [pair.slice(0, at).trim(), pair.slice(at + 1)] as const;
  });
  if (name !== undefined) return { name, values: Object.fromEntries(pairs) };
  if (pairs.length > 0) throw invalidVariable('belongs to --prompt');
  return null;
}
