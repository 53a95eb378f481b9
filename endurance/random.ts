/**
 * Numbers from a seed, so that what failed once can be tried again. Pure.
 */

export type Random = {
  readonly seed: number;
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<Value>(values: readonly Value[]): Value;
  bytes(count: number): Buffer;
  /** An own series for one try: what earlier tries drew does not matter to it. */
  fork(index: number): Random;
};

/** The generator "mulberry32" of Tommy Ettinger (public domain). @param seed any whole number, taken modulo 2³² */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    seed,
    next,
    int,
    pick: (values) => {
      const value = values[int(0, values.length - 1)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => int(0, 255))),
    fork: (index) =>
      createRandom(Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) + Math.imul(index + 1, 0xc2b2_ae35)),
  };
}
