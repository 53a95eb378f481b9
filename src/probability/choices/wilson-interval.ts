/**
 * The interval around a share that was counted. Portable, pure.
 */

/** Standard normal quantile of 0.975. */
const z95 = 1.959963984540054;

export type CountedShare = {
  readonly share: number;
  /** 95 % interval, within [0, 1]. */
  readonly low: number;
  readonly high: number;
};

/**
 * Wilson's score interval (Wilson, "Probable inference", JASA 1927), which holds for small counts and at 0 and 1 too:
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @param hits 0..count
 * @param count at least 1
 */
export function wilsonInterval(hits: number, count: number): CountedShare {
  const share = hits / count;
  const square = z95 * z95;
  const middle = share + square / (2 * count);
  const spread = z95 * Math.sqrt((share * (1 - share)) / count + square / (4 * count * count));
  const scale = 1 + square / count;
  return {
    share,
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: hits === count ? 1 : Math.min(1, (middle + spread) / scale),
  };
}
