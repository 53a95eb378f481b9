/**
 * Entropy of a distribution of which the most probable part is known token by token, and the rest by its mass and
 * number. Portable, pure.
 */

/** A quantity that is known to lie in [low, high]; equal when it is exact. */
export type Interval = { readonly low: number; readonly high: number };

/** Shannon entropy −Σ p log₂ p in bits; zeros are allowed. */
function shannonBits(probabilities: ArrayLike<number>): number {
  let bits = 0;
  for (let index = probabilities.length - 1; index >= 0; index--) {
    const probability = probabilities[index] ?? 0;
    if (probability > 0) bits -= probability * Math.log2(probability);
  }
  return Math.max(0, bits);
}

/**
 * Bounds of the Shannon entropy in bits. With head probabilities p₁ … p_N, tail mass T over n tokens none of which
 * exceeds `largestTail`: the head's −Σ p log₂ p, plus a tail that is at least T·max(log₂ 1/T, log₂ 1/largestTail)
 * (as few tokens as possible) and at most T·log₂(n/T) (all equal).
 *
 * @param probabilities head, each 0..1; zeros are allowed
 * @param tailMass 0..1
 * @param largestTail highest probability that a tail token can have
 */
export function entropyBounds(
  probabilities: ArrayLike<number>,
  tailMass: number,
  tailCount: number,
  largestTail: number,
): Interval {
  const head = shannonBits(probabilities);
  if (tailCount <= 0 || tailMass <= 0) return { low: head, high: head };
  const least = Math.max(-Math.log2(tailMass), largestTail > 0 ? -Math.log2(largestTail) : 0);
  const most = Math.log2(tailCount / tailMass);
  const low = head + tailMass * least;
  return { low, high: Math.max(low, head + tailMass * most) };
}

/**
 * Bounds of the entropy in bits when only an upper bound of the tail's mass is known. With tail mass T, head entropy
 * H (normalised over the head) and binary entropy h, the entropy is h(T) + (1 − T)·H + T·H_tail with H_tail between 0
 * and log₂ n. Both bounds are concave in T: the lower one is least at an end of [0, largest T], the upper one greatest
 * at T = n / (n + 2^H) or at the end before it.
 *
 * @param probabilities head, normalised to 1
 * @param largestTailMass 0..1
 */
export function entropyBoundsOfUnknownTail(
  probabilities: ArrayLike<number>,
  largestTailMass: number,
  tailCount: number,
): Interval {
  const head = shannonBits(probabilities);
  if (tailCount <= 0 || largestTailMass <= 0) return { low: head, high: head };
  const withTail = (mass: number, tailBits: number) =>
    shannonBits([mass, 1 - mass]) + (1 - mass) * head + mass * tailBits;
  const mostUncertain = tailCount / (tailCount + 2 ** head);
  return {
    low: Math.min(head, withTail(largestTailMass, 0)),
    high: withTail(Math.min(largestTailMass, mostUncertain), Math.log2(tailCount)),
  };
}
