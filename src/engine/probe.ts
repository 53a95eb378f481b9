/**
 * How the engine evaluates tokens and reads what follows them, whichever way it is done (exact-probe.ts or
 * public-probe.ts). Runs in the engine. Types only.
 */

/** The most probable tokens with raw logits, highest first; equal logits in order of id. */
export type RankedLogits = { readonly ids: Uint32Array; readonly logits: Float32Array };

export type Normaliser = {
  /** ln Σ exp((logit − max) / temperature) over the whole vocabulary, in nats. NaN when the model's output is. */
  readonly logZ: number;
  /** Raw logits of the wanted tokens, in the order they were asked for. Empty unless the temperature is 1. */
  readonly wanted: Float32Array;
};

/** The distribution after one evaluated token. Readable until the next evaluation. */
export type Position = {
  /** The `count` most probable tokens (fewer when the vocabulary is smaller). */
  top(count: number): Promise<RankedLogits>;
  /**
   * The same, and the raw logits of all end tokens, in the order of their ids' list; null when they are not known.
   * Much cheaper than asking the normaliser for them, and good to 1e-4 for those that are not in the list.
   */
  topWithEnds(
    count: number,
  ): Promise<{ readonly top: RankedLogits; readonly endLogits: Float32Array | null }>;
  /** Null when only the public API is available. */
  normaliser(temperature: number, wantedIds: readonly number[]): Promise<Normaliser | null>;
};

/** What scoring wants to know about a given token at its place. */
export type TargetReading = {
  /** The most probable tokens. */
  readonly top: RankedLogits;
  /** As in Position.topWithEnds. */
  readonly endLogits: Float32Array | null;
  /** As in Normaliser; null when only the public API is available. */
  readonly logZ: number | null;
  /** The token's raw logit; null when it is not in the list and only the public API is available. */
  readonly logit: number | null;
  /** 1 + how many tokens of the vocabulary have a higher logit; null when that is not known. */
  readonly rank: number | null;
};

/** Reads many positions at a time. Open while one text is scored, since it holds memory for each position it reads at once. */
export type ScoreReader = {
  /** Evaluates at most one batch; answers what precedes each of `targets`, the token that follows each of `tokens` from `skip` on. */
  read(
    tokens: readonly number[],
    targets: readonly number[],
    skip: number,
  ): Promise<readonly TargetReading[]>;
  close(): void;
};

/** Evaluates tokens on the engine's sequence and reads what follows them. One call at a time. */
export type Probe = {
  readonly isLogZExact: boolean;
  /** Evaluates at most one batch of tokens; nothing is read. */
  feed(tokens: readonly number[]): Promise<void>;
  /** Evaluates at most one batch; answers the position after each token whose index is in `at`. */
  read(tokens: readonly number[], at: readonly number[]): Promise<readonly Position[]>;
  /** A reader that lists `count` tokens at each position. The caller closes it. */
  openScoring(count: number): ScoreReader;
  /** Frees the samplers. The sequence is not touched. */
  close(): void;
};
