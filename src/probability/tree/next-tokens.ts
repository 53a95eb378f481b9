/**
 * Where a tree gets its numbers from: a question that an engine answers, and a memory of the answers. Portable. It knows
 * no engine: whoever grows a tree hands the question in.
 */

/** The raw distribution of the token after some path: temperature 1, before every sampler stage. */
export type NextTokens = {
  /** The most probable tokens, most probable first; all of them when `count` asked for that many. */
  readonly ids: ArrayLike<number>;
  /** Their probabilities over the whole vocabulary, 0..1, in the same order. */
  readonly probabilities: ArrayLike<number>;
  readonly vocabularySize: number;
  /** P(end of generation), all end tokens together; null when it is not known. */
  readonly endProbability: number | null;
};

/**
 * The distribution after `path` (token ids behind the start; empty: the start itself), with at least `count` tokens or
 * the whole vocabulary. Null: it was stopped.
 */
export type AskNext = (path: readonly number[], count: number) => Promise<NextTokens | null>;

/** Answers by path. The same map may serve several trees that begin with the same tokens under the same profile. */
export type KnownNext = Map<string, NextTokens>;

/** The key of a path in `KnownNext`. */
export function pathKey(path: readonly number[]): string {
  return path.join(' ');
}

/** Asks once for each path, unless more tokens are wanted than the answer had. */
export function rememberingNext(ask: AskNext, known: KnownNext): AskNext {
  return async (path, count) => {
    const key = pathKey(path);
    const answer = known.get(key);
    if (answer !== undefined && isEnough(answer, count)) return answer;
    const asked = await ask(path, count);
    if (asked !== null) known.set(key, asked);
    return asked;
  };
}

function isEnough({ ids, vocabularySize }: NextTokens, count: number): boolean {
  return ids.length >= Math.min(count, vocabularySize);
}
