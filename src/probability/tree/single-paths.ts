/**
 * One path through a tree without looking back: the most probable token each time, or one that is drawn. Portable.
 */
import { uniform } from '../draws.ts';
import type { AskNext, NextTokens } from './next-tokens.ts';

/** Chooses after a path; `ask` reads more tokens when the row was too short. Null: it was stopped. */
export type ChooseNext = (next: NextTokens, path: readonly number[], ask: AskNext) => Promise<number | null>;

/** The favourite. */
export const chooseGreedy: ChooseNext = (next) => Promise.resolve(next.ids[0] ?? null);

/**
 * A draw from the raw distribution (temperature 1, nothing cut), with the same counter-based draws as a reply: the
 * token at position n of the path depends on the seed and n only.
 */
export function chooseSampled(seed: number): ChooseNext {
  return async (next, path, ask) => {
    const draw = uniform(seed, path.length, 'token');
    const drawn = tokenAt(next, draw);
    if (drawn !== null) return drawn;
    const complete = await ask(path, next.vocabularySize);
    if (complete === null) return null;
    // Rounding can leave the sum a little below 1.
    return tokenAt(complete, draw) ?? complete.ids[complete.ids.length - 1] ?? null;
  };
}

/** The first token whose cumulated probability exceeds the draw; null when the row ends before. */
function tokenAt({ ids, probabilities }: NextTokens, draw: number): number | null {
  let cumulated = 0;
  for (let position = 0; position < ids.length; position++) {
    cumulated += probabilities[position] ?? 0;
    if (draw < cumulated) return ids[position] ?? null;
  }
  return null;
}
