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

/** Evaluates tokens on the engine's sequence and reads what follows them. One call at a time. */
export type Probe = {
  readonly isLogZExact: boolean;
  /** Evaluates at most one batch of tokens; nothing is read. */
  feed(tokens: readonly number[]): Promise<void>;
  /** Evaluates at most one batch; answers the position after each token whose index is in `at`. */
  read(tokens: readonly number[], at: readonly number[]): Promise<readonly Position[]>;
  /** Frees the samplers. The sequence is not touched. */
  close(): void;
};
