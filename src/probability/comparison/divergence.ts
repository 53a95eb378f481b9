/**
 * How far two distributions over the same vocabulary are apart: exact, from whole rows. Portable, pure.
 * Kullback and Leibler 1951 (KL), Lin 1991 (Jensen–Shannon). `reference` is what llama.cpp's perplexity tool calls base.
 */
import { logSumExp } from './log-softmax.ts';

export type Divergence = {
  /** KL(reference ‖ other) in nats, ≥ 0: what llama.cpp's perplexity tool prints as KLD. +∞ when `other` excludes what may come. */
  readonly kldNats: number;
  /** KL(other ‖ reference) in nats, ≥ 0. */
  readonly reverseKldNats: number;
  /** Jensen–Shannon divergence in bits, 0 to 1. The same both ways. */
  readonly jensenShannonBits: number;
  /** Half of Σ |p − q|, 0 to 1: how much probability would have to move. */
  readonly totalVariation: number;
  /** Both have the same most probable token. */
  readonly isTopSame: boolean;
  /** How many of the ten most probable tokens of one are among those of the other, 0 to 10. */
  readonly sharedOfTopTen: number;
};

const topTen = 10;

/**
 * Costs one pass over the vocabulary with four exponentials a token.
 * @param reference raw logits by token id
 * @param other raw logits of the same length
 */
export function divergenceOf(reference: Float32Array, other: Float32Array): Divergence {
  if (reference.length !== other.length) throw new Error('two rows of different vocabularies');
  const sums = { kld: 0, reverse: 0, shannon: 0, variation: 0 };
  const referenceLogZ = logSumExp(reference);
  const otherLogZ = logSumExp(other);
  for (let id = 0; id < reference.length; id++)
    add(sums, (reference[id] ?? -Infinity) - referenceLogZ, (other[id] ?? -Infinity) - otherLogZ);
  const [top, otherTop] = [topIdsOf(reference), topIdsOf(other)];
  return {
    // Rounding may leave a sum of −1e-17 where it is 0.
    kldNats: Math.max(0, sums.kld),
    reverseKldNats: Math.max(0, sums.reverse),
    jensenShannonBits: Math.min(1, Math.max(0, sums.shannon / (2 * Math.LN2))),
    totalVariation: Math.min(1, sums.variation / 2),
    isTopSame: top[0] === otherTop[0],
    sharedOfTopTen: top.filter((id) => otherTop.includes(id)).length,
  };
}

type Sums = { kld: number; reverse: number; shannon: number; variation: number };

/** One token's share; what is impossible adds nothing where it is multiplied by its own probability. */
function add(sums: Sums, logP: number, logQ: number): void {
  const p = Math.exp(logP);
  const q = Math.exp(logQ);
  if (p > 0) sums.kld += p * (logP - logQ);
  if (q > 0) sums.reverse += q * (logQ - logP);
  const logMiddle = Math.log((p + q) / 2);
  if (p > 0) sums.shannon += p * (logP - logMiddle);
  if (q > 0) sums.shannon += q * (logQ - logMiddle);
  sums.variation += Math.abs(p - q);
}

/** Ids of the ten most probable tokens, most probable first; of equal logits the lower id. */
export function topIdsOf(logits: Float32Array, count = topTen): number[] {
  const ids: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? -Infinity;
    let place = ids.length;
    while (place > 0 && logit > (logits[ids[place - 1] ?? 0] ?? -Infinity)) place--;
    if (place < count) {
      ids.splice(place, 0, id);
      if (ids.length > count) ids.pop();
    }
  }
  return ids;
}
