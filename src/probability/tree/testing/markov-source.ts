/**
 * A synthetic language model for tests: what follows depends on the last token only, by a rule that a seed fixes. Used
 * by tests only.
 */
import { uniform } from '../../draws.ts';
import type { AskNext, NextTokens } from '../next-tokens.ts';

export type MarkovSource = {
  readonly ask: AskNext;
  /** Every path that was asked for, in order. */
  readonly asked: (readonly number[])[];
  /** P(tokenId | path). */
  probability(path: readonly number[], tokenId: number): number;
};

/** Token 0 ends a generation. */
export const endToken = 0;

export function createMarkovSource(seed: number, vocabularySize: number): MarkovSource {
  const rows = new Map<number, readonly number[]>();
  const rowAfter = (last: number): readonly number[] => {
    const known = rows.get(last);
    if (known !== undefined) return known;
    const weights = Array.from(
      { length: vocabularySize },
      (_, id) => uniform(seed, (last + 1) * vocabularySize + id, 'token') ** 4 + 1e-6,
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const row = weights.map((weight) => weight / sum);
    rows.set(last, row);
    return row;
  };
  const asked: (readonly number[])[] = [];
  const answer = (path: readonly number[], count: number): NextTokens => {
    const row = rowAfter(path.at(-1) ?? -1);
    const ids = row
      .map((_, id) => id)
      .toSorted((a, b) => (row[b] ?? 0) - (row[a] ?? 0) || a - b)
      .slice(0, count);
    return {
      ids,
      probabilities: ids.map((id) => row[id] ?? 0),
      vocabularySize,
      endProbability: row[endToken] ?? 0,
    };
  };
  return {
    asked,
    ask: (path, count) => {
      asked.push([...path]);
      return Promise.resolve(answer(path, count));
    },
    probability: (path, tokenId) => rowAfter(path.at(-1) ?? -1)[tokenId] ?? 0,
  };
}

/** Every path of the model to `depth` or its end, with its probability. */
export function allPaths(
  source: MarkovSource,
  vocabularySize: number,
  depth: number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const walk = (path: readonly number[], probability: number): void => {
    if (path.length === depth || path.at(-1) === endToken) return void found.set(path.join(' '), probability);
    for (let id = 0; id < vocabularySize; id++)
      walk([...path, id], probability * source.probability(path, id));
    return undefined;
  };
  walk([], 1);
  return found;
}
