/**
 * Where several tokenised texts with the same beginning part. Portable, pure.
 */

/** A prompt and an answer, cut into tokens as one text. */
export type TokenisedText = {
  readonly tokenIds: readonly number[];
  /** How many of the text's bytes each token stands for. */
  readonly byteLengths: readonly number[];
};

export type SharedStart = {
  /** How many tokens all texts begin with and none of which reaches into an answer. */
  readonly tokens: number;
  /** How many bytes of the prompt stand behind them: 0, unless a token of some text spans the join. */
  readonly spannedBytes: number;
};

/**
 * The tokens that are read once for all answers; what comes behind them is scored. Where a token of one text spans the
 * join, all of them are scored from the earlier boundary: otherwise their sums would be about different bytes.
 *
 * @param texts at least one
 * @param joinByte where the answers begin
 */
export function sharedStart(texts: readonly TokenisedText[], joinByte: number): SharedStart {
  const [first, ...others] = texts;
  let tokens = 0;
  let bytes = 0;
  for (;;) {
    const tokenId = first?.tokenIds[tokens];
    const end = bytes + (first?.byteLengths[tokens] ?? 0);
    const isShared = others.every(({ tokenIds }) => tokenIds[tokens] === tokenId);
    if (tokenId === undefined || end > joinByte || !isShared) break;
    tokens++;
    bytes = end;
  }
  return { tokens, spannedBytes: joinByte - bytes };
}
