/**
 * Totals of a scored text. Portable, pure. Which tokens count is the caller's decision: special tokens and the first
 * token of a text without a start token are given without a log-probability and leave both sums.
 */

/** One token of a text; `logprob` in nats, null when the token is not scored. */
export type ScoredToken = { readonly logprob: number | null; readonly bytes: number };

export type TextMeasures = {
  /** Tokens and bytes that the other numbers are about. */
  readonly scoredTokens: number;
  readonly scoredBytes: number;
  readonly totalBits: number;
  /** Null when no byte is scored. */
  readonly bitsPerByte: number | null;
  /** Mean log-probability of a token, in nats; null when no token is scored. */
  readonly meanLogprob: number | null;
  /** exp(−mean log-probability), ≥ 1; null when no token is scored. Depends on the tokeniser: show it with `scoredTokens`. */
  readonly perplexity: number | null;
};

export function measureText(tokens: Iterable<ScoredToken>): TextMeasures {
  let scoredTokens = 0;
  let scoredBytes = 0;
  let total = 0;
  for (const { logprob, bytes } of tokens) {
    if (logprob === null) continue;
    scoredTokens++;
    scoredBytes += bytes;
    total -= logprob;
  }
  const totalBits = total / Math.LN2;
  const meanLogprob = scoredTokens > 0 ? -total / scoredTokens : null;
  return {
    scoredTokens,
    scoredBytes,
    totalBits,
    bitsPerByte: scoredBytes > 0 ? totalBits / scoredBytes : null,
    meanLogprob,
    perplexity: meanLogprob === null ? null : Math.exp(-meanLogprob),
  };
}
