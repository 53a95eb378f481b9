/**
 * The ways to turn the probability of an answer into a score, and which answer is the favourite of each. Portable, pure.
 * They disagree: a sum prefers short answers, and answers that are likely in any text.
 */

/** What is known about one answer of a question. */
export type AnswerFacts = {
  /** Σ ln p of its tokens behind the question, in nats. */
  readonly logprob: number;
  /** The same behind a prompt that says nothing; null: not read. */
  readonly neutralLogprob: number | null;
  readonly tokens: number;
  /** Unicode code points of the answer itself, without the space before it. */
  readonly characters: number;
  /** UTF-8 bytes of the answer itself. */
  readonly bytes: number;
};

/**
 * `sum`: Σ ln p (acc of lm-evaluation-harness); `perToken`: ÷ tokens; `perCharacter`: ÷ characters (acc_norm);
 * `perByte`: ÷ bytes (acc_bytes); `neutral`: Σ ln p − Σ ln p behind the neutral prompt, the pointwise mutual information
 * (acc_mutual_info; Holtzman et al., "Surface Form Competition", EMNLP 2021).
 */
export const answerScorings = ['sum', 'perToken', 'perCharacter', 'perByte', 'neutral'] as const;
export type AnswerScoring = (typeof answerScorings)[number];

/** In nats, of which unit the scoring says; null when it needs a neutral prompt that was not read. */
export function answerScore(scoring: AnswerScoring, facts: AnswerFacts): number | null {
  const { logprob, neutralLogprob, tokens, characters, bytes } = facts;
  switch (scoring) {
    case 'sum':
      return logprob;
    case 'perToken':
      return logprob / tokens;
    case 'perCharacter':
      return logprob / characters;
    case 'perByte':
      return logprob / bytes;
    case 'neutral':
      return neutralLogprob === null ? null : logprob - neutralLogprob;
  }
}

/** The answer with the highest score, of equal ones the first; null when one of them has none. */
export function favouriteAnswer(scoring: AnswerScoring, answers: readonly AnswerFacts[]): number | null {
  let favourite: number | null = null;
  let highest = -Infinity;
  for (const [index, facts] of answers.entries()) {
    const score = answerScore(scoring, facts);
    if (score === null) return null;
    if (score > highest || favourite === null) {
      favourite = index;
      highest = score;
    }
  }
  return favourite;
}

/** Softmax of the sums: how the answers share out the probability of being one of them. Σ = 1. */
export function answerShares(logprobs: readonly number[]): number[] {
  const highest = Math.max(...logprobs);
  const weights = logprobs.map((logprob) => Math.exp(logprob - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
