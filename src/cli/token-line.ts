/**
 * One token as a line of JSON. Runs in the terminal shell. Pure: from a captured step to plain data.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { InspectedStep } from '#probability/inspect-step.ts';

/** `top` of a token: the N most probable with their raw p over the whole vocabulary. */
export type TopToken = {
  readonly id: number;
  readonly text: string;
  readonly bytes: string;
  readonly p: number;
};

/**
 * `p`, `logprob` (nats), `rank`, `surprisalBits`, `entropyBits` ([lo, hi]) and `tail` are the model's own, at
 * temperature 1; `tail` is the mass outside the captured tokens. `q` is the probability the token was drawn with, null
 * for a given text. All are null for a token before which nothing stands. `rank` is exact over the
 * whole vocabulary, or null when it is below the captured and the engine has no exact way.
 * `bytes` is hexadecimal; `text` holds U+FFFD where a token is part of a character only.
 */
export type TokenLine = {
  readonly id: number;
  readonly text: string;
  readonly bytes: string;
  readonly p: number | null;
  readonly logprob: number | null;
  readonly q: number | null;
  readonly rank: number | null;
  readonly surprisalBits: number | null;
  readonly entropyBits: readonly [number, number] | null;
  readonly tail: number | null;
  readonly top: readonly TopToken[];
};

/** @param inspected null: a token without a distribution before it */
export function tokenLine(
  tokenId: number,
  inspected: InspectedStep | null,
  top: number,
  table: VocabularyTable,
): TokenLine {
  const identity = { id: tokenId, text: textOf(table, tokenId), bytes: hexOf(table, tokenId) };
  if (inspected === null) return { ...identity, ...unscored };
  const { token, rank, entropyBits, tail, captured } = inspected;
  return {
    ...identity,
    p: token.probability,
    logprob: token.logprob,
    q: token.q,
    rank,
    surprisalBits: token.surprisalBits,
    entropyBits: [entropyBits.low, entropyBits.high],
    tail: tail.probability.high,
    top: captured.slice(0, top).map(({ id, probability }) => ({
      id,
      text: textOf(table, id),
      bytes: hexOf(table, id),
      p: probability,
    })),
  };
}

const unscored = {
  p: null,
  logprob: null,
  q: null,
  rank: null,
  surprisalBits: null,
  entropyBits: null,
  tail: null,
  top: [],
} as const;

/** The token decoded by itself: U+FFFD where it holds part of a character only. */
export function textOf(table: VocabularyTable, tokenId: number): string {
  return decoder.decode(table.piece(tokenId).bytes);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function hexOf(table: VocabularyTable, tokenId: number): string {
  return Buffer.from(table.piece(tokenId).bytes).toString('hex');
}
