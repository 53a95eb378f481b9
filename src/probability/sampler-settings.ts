/**
 * The settings of the sampler chain, as plain data. Portable; no validation here (see contract/sampler.ts) and no
 * arithmetic (see sampler-chain.ts).
 */

/** Adds `bias` (in logit units) to one token's raw logit before every other stage. */
export type LogitBias = { readonly tokenId: number; readonly bias: number };

/**
 * What each stage of the chain is told. The order of the stages is fixed, llama.cpp's: logit bias, penalties, DRY,
 * top-n-sigma, top-k, typical, top-p, min-p, XTC, temperature, draw.
 * A stage is off at its neutral value, which is named on each line.
 */
export type SamplerSettings = {
  /** 0 is greedy: the most probable token that survives, without a draw. 1 leaves the distribution as it is. */
  readonly temperature: number;
  /** Keep the k most probable tokens; 0: off. */
  readonly topK: number;
  /** Keep the smallest set whose mass reaches p, the crossing token included; 1: off. */
  readonly topP: number;
  /** Keep tokens with at least this share of the most probable one's probability; 0: off. */
  readonly minP: number;
  /** Locally typical sampling: keep the mass p nearest to the entropy; 1: off. */
  readonly typicalP: number;
  /** Keep logits within n standard deviations of the maximum; 0: off. */
  readonly topNSigma: number;
  /** Probability that XTC acts on a step; 0: off. */
  readonly xtcProbability: number;
  /** XTC removes all but the least probable of the tokens at or above this probability; above 0.5: off. */
  readonly xtcThreshold: number;
  /** Divides positive and multiplies negative logits of recent tokens; 1: off. */
  readonly repeatPenalty: number;
  /** Subtracted from a recent token's logit for each occurrence; 0: off. */
  readonly frequencyPenalty: number;
  /** Subtracted once from a recent token's logit; 0: off. */
  readonly presencePenalty: number;
  /** How many of the latest tokens (prompt included) the three penalties look at; 0: none. */
  readonly penaltyLastTokens: number;
  /** DRY: strength of the penalty on a token that would extend a repeated sequence; 0: off. */
  readonly dryMultiplier: number;
  readonly dryBase: number;
  /** Repeats up to this many tokens are not penalised. */
  readonly dryAllowedLength: number;
  /** How many of the latest tokens DRY looks at; 0: none. */
  readonly dryLastTokens: number;
  /** Texts that end a repeated sequence, for example "\n". */
  readonly drySequenceBreakers: readonly string[];
  readonly logitBias: readonly LogitBias[];
};
