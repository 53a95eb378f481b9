/**
 * The seeded uniform draws behind every sampled token. Portable: engine, core and page get the same numbers.
 * Counter-based: a draw is a pure function of (seed, position, stream), so continuing or replaying a reply needs no
 * generator state. It does not choose a token (see sampler-chain.ts).
 *
 * Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, and its
 * reference implementation Random123, whose known answers are tested in draws.test.ts.
 */

/**
 * `token` picks the token; `xtc` decides whether XTC acts on the step; `resample` draws units for a bootstrap. The
 * streams are independent.
 */
export type DrawStream = 'token' | 'xtc' | 'resample';

const streamKeys: Readonly<Record<DrawStream, number>> = { token: 0, xtc: 1, resample: 2 };

/** Four 32-bit words, each 0..2³²−1. */
export type PhiloxBlock = readonly [number, number, number, number];

const rounds = 10;
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers, in doubles that stay exact (< 2⁵³). */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** One Philox4x32-10 block: 128 random bits from a 128-bit counter and a 64-bit key. */
export function philox(counter: PhiloxBlock, key: readonly [number, number]): PhiloxBlock {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0) >>> 0;
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/**
 * The uniform draw in [0, 1) with 53 random bits for one position of one stream.
 *
 * @param seed 0..2³²−1 (the low 32 bits of other integers)
 * @param position position of the token in the reply, from 0, below 2⁵³
 */
export function uniform(seed: number, position: number, stream: DrawStream): number {
  const counter: PhiloxBlock = [position >>> 0, Math.floor(position / 0x1_0000_0000) >>> 0, 0, 0];
  const [a, b] = philox(counter, [seed >>> 0, streamKeys[stream]]);
  return ((a >>> 5) * 0x400_0000 + (b >>> 6)) / 0x20_0000_0000_0000;
}
