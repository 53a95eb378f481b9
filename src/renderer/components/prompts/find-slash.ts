/**
 * Where a slash command is being typed in a text, and which prompts it finds. Portable, pure.
 */
import { foldName, type SavedPrompt } from '#contract/prompts.ts';

export type Slash = {
  /** Where the slash stands. */
  readonly start: number;
  /** What is typed behind it, up to the caret. */
  readonly query: string;
};

const longestQuery = 40;

/** The command that ends at the caret: its slash begins a line or follows a space, and no other slash comes after it. */
export function findSlash(text: string, caret: number): Slash | null {
  const before = text.slice(Math.max(0, caret - longestQuery - 2), caret);
  const match = /(?:^|\s)\/([^\s/]*)$/u.exec(before);
  if (!match) return null;
  const query = match[1] ?? '';
  const start = caret - query.length - 1;
  // What was cut off may have been no space.
  const isAtStart = start === 0 || /\s/u.test(text[start - 1] ?? '');
  return isAtStart ? { start, query } : null;
}

/** 0: the command starts with the query; 1: a word of the name does; 2: it occurs in one of them; null: it does not match. */
function rankOf({ command, name }: SavedPrompt, query: string): number | null {
  const [foldedCommand, foldedName] = [foldName(command), foldName(name)];
  if (foldedCommand.startsWith(query)) return 0;
  if (foldedName.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 1;
  return foldedCommand.includes(query) || foldedName.includes(query) ? 2 : null;
}

/** Best first; among equals what was used most, then by name, which is the order they come in. */
export function matchPrompts(prompts: readonly SavedPrompt[], typed: string): SavedPrompt[] {
  const query = foldName(typed);
  return prompts
    .flatMap((prompt, index) => {
      const rank = rankOf(prompt, query);
      return rank === null ? [] : [{ prompt, rank, index }];
    })
    .sort((a, b) => a.rank - b.rank || b.prompt.timesUsed - a.prompt.timesUsed || a.index - b.index)
    .map(({ prompt }) => prompt);
}
