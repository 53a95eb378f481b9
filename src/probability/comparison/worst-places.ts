/**
 * The places of a text where two models disagree most, with what each of them expects there. Portable, pure. It computes no
 * divergence.
 */
import { topIdsOf } from './divergence.ts';
import { logSumExp } from './log-softmax.ts';

/** `logprob` in nats, ≤ 0. */
export type Candidate = { readonly tokenId: number; readonly logprob: number };

export type WorstPlace = {
  /** Index of the token that both distributions stand before. */
  readonly token: number;
  readonly kldNats: number;
  /** The ten most probable tokens, most probable first; impossible ones are left out. */
  readonly reference: readonly Candidate[];
  readonly other: readonly Candidate[];
};

/** How many places are kept. */
export const mostWorstPlaces = 12;

/**
 * `places` with this one, if it is among the worst: largest divergence first, of equal ones the earlier token.
 * Costs two passes over the rows where it is kept, nothing where it is not.
 * @param reference raw logits by token id; neither row is kept
 */
export function withPlace(
  places: readonly WorstPlace[],
  token: number,
  kldNats: number,
  reference: Float32Array,
  other: Float32Array,
): readonly WorstPlace[] {
  const rank = places.findIndex((place) => place.kldNats < kldNats);
  const at = rank < 0 ? places.length : rank;
  if (at >= mostWorstPlaces) return places;
  const place = { token, kldNats, reference: candidatesOf(reference), other: candidatesOf(other) };
  return [...places.slice(0, at), place, ...places.slice(at)].slice(0, mostWorstPlaces);
}

function candidatesOf(logits: Float32Array): Candidate[] {
  const logZ = logSumExp(logits);
  return topIdsOf(logits)
    .map((tokenId) => ({ tokenId, logprob: Math.min(0, (logits[tokenId] ?? -Infinity) - logZ) }))
    .filter(({ logprob }) => logprob > -Infinity);
}
