/**
 * A slash command made of a name. Portable, pure.
 */
import { foldName } from '#contract/prompts.ts';

/** "Résumer un texte" → "resumer-un-texte". Empty where the name has neither letter nor digit. At most 40 characters. */
export function commandFrom(name: string): string {
  return foldName(name)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
}

/** The first of `x`, `x 2`, `x 3` … that is not taken. */
export function freeName(name: string, taken: readonly string[], between: string): string {
  const folded = new Set(taken.map(foldName));
  let free = name;
  for (let number = 2; folded.has(foldName(free)); number += 1) free = `${name}${between}${number}`;
  return free;
}
