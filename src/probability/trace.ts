/**
 * What is captured for one token while it is chosen, as plain data. Portable. The binary form of a run of steps is
 * in trace-codec.ts; everything that can be derived from a step (p, q, stages, rank, entropy) is in inspect-step.ts.
 */

/** How a token came to be in the text: read from the prompt, put there by a person, or drawn by the chain. */
export type TokenOrigin = 'prompt' | 'forced' | 'sampled';

/**
 * One position: the token that stands there and the raw distribution it was drawn from.
 *
 * Raw means the model's own logits over the whole vocabulary, at temperature 1, before every sampler stage.
 * Probability of a captured token: exp(logit − maxLogit − logZ).
 */
export type TraceStep = {
  readonly tokenId: number;
  readonly origin: TokenOrigin;
  /** Raw logit of `tokenId` (f32), also when it is not among the captured ones. */
  readonly logit: number;
  /** Highest raw logit of the vocabulary (f32). */
  readonly maxLogit: number;
  /** ln Σ exp(logit − maxLogit) over the whole vocabulary, in nats, ≥ 0. An f32 sum: good to about 1e-3 nat. */
  readonly logZ: number;
  /** False when the engine could give no exact normaliser: then `logZ` covers the captured tokens only, a lower bound. */
  readonly isLogZExact: boolean;
  /** The uniform draw in [0, 1) that picked the token; null for greedy, forced and prompt tokens. */
  readonly draw: number | null;
  /** The second uniform draw, which decided whether XTC acted on this step; null when XTC was off. */
  readonly xtcDraw: number | null;
  /** ln P(end of generation): the raw mass of all end tokens together; null when it was not captured. */
  readonly endLogprob: number | null;
  /**
   * Exact rank of `tokenId` over the whole vocabulary, from 1: 1 + how many tokens have a higher logit. Null: only as far
   * as the captured tokens reach (see tokenRank).
   */
  readonly rank: number | null;
  /**
   * ln Σ exp((logit − maxLogit) / temperature) over the whole vocabulary, when the settings cut nothing and the tail
   * therefore keeps a share of q; null otherwise.
   */
  readonly logZAtTemperature: number | null;
  /** Ids of the most probable tokens, highest raw logit first (ties: lower id first). */
  readonly topIds: Uint32Array;
  /** Raw logits of `topIds` (f32), in the same order. */
  readonly topLogits: Float32Array;
};

/** A step that could not be captured (a prompt's first token has no distribution before it) has an empty `topIds`. */
export function hasDistribution(step: TraceStep): boolean {
  return step.topIds.length > 0;
}
