/**
 * Beam search over raw probabilities. Portable. A hypothesis that has ended stays in the beam and competes by its score;
 * so one of width 1 is the greedy path, and one that is wide enough to hold all paths finds the best of all.
 */
import type { AskNext, NextTokens } from './next-tokens.ts';

export type BeamSettings = {
  /** Hypotheses that are kept at each step, at least 1. */
  readonly width: number;
  /** Most tokens of a hypothesis, at least 1. */
  readonly length: number;
  /** True: ranked by the mean ln p of a token; false: by the ln p of the whole path, which favours short ones. */
  readonly isNormalised: boolean;
};

export type Hypothesis = {
  readonly tokenIds: readonly number[];
  /** ln p of all its tokens together, nats. */
  readonly logprob: number;
  /** What it is ranked by: `logprob`, or `logprob` / tokens. */
  readonly score: number;
  /** It ends with an end token. */
  readonly isEnded: boolean;
};

const empty: Hypothesis = { tokenIds: [], logprob: 0, score: 0, isEnded: false };

/** The beam after its last step, best first; null when it was stopped. */
export async function searchBeam(
  ask: (path: readonly number[]) => ReturnType<AskNext>,
  { width, length, isNormalised }: BeamSettings,
  isEnd: (tokenId: number) => boolean,
): Promise<readonly Hypothesis[] | null> {
  let beam: readonly Hypothesis[] = [empty];
  for (let step = 0; step < length && beam.some(({ isEnded }) => !isEnded); step++) {
    const candidates: Hypothesis[] = [];
    for (const hypothesis of beam) {
      if (hypothesis.isEnded) {
        candidates.push(hypothesis);
        continue;
      }
      const next = await ask(hypothesis.tokenIds);
      if (next === null) return null;
      candidates.push(...extensions(hypothesis, next, { width, isNormalised }, isEnd));
    }
    beam = candidates.toSorted((a, b) => b.score - a.score).slice(0, width);
  }
  return beam;
}

/** At most `width` tokens after one hypothesis can survive the step. */
function extensions(
  { tokenIds, logprob }: Hypothesis,
  { ids, probabilities }: NextTokens,
  { width, isNormalised }: Pick<BeamSettings, 'width' | 'isNormalised'>,
  isEnd: (tokenId: number) => boolean,
): readonly Hypothesis[] {
  const extended: Hypothesis[] = [];
  for (let position = 0; position < Math.min(width, ids.length); position++) {
    const tokenId = ids[position] ?? 0;
    const probability = probabilities[position] ?? 0;
    if (probability <= 0) break;
    const sum = logprob + Math.log(probability);
    extended.push({
      tokenIds: [...tokenIds, tokenId],
      logprob: sum,
      score: isNormalised ? sum / (tokenIds.length + 1) : sum,
      isEnded: isEnd(tokenId),
    });
  }
  return extended;
}
