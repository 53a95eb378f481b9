/**
 * The distribution of the next byte that follows from one of the next token: what two models with different tokenisers
 * have in common at a place where both end a token. Portable, pure.
 */
import { logSumExp } from './log-softmax.ts';

/** Probabilities of the 256 bytes, then of everything that is no text (end tokens, control tokens): 257 numbers, sum 1. */
export type ByteDistribution = Float64Array;

const noByte = 256;

/** The first byte of each token's text by token id; 256 for tokens without text. Made once for a vocabulary. */
export function firstBytesOf(vocabularySize: number, bytesOf: (tokenId: number) => Uint8Array): Uint16Array {
  return Uint16Array.from({ length: vocabularySize }, (_, tokenId) => bytesOf(tokenId)[0] ?? noByte);
}

/**
 * P(byte) = Σ p over the tokens that begin with it. Exact for the next byte of the model's own next token; text that the
 * model could also have reached with another tokenisation is not counted twice.
 * @param logits a whole row of raw logits by token id
 */
export function nextByteOf(logits: Float32Array, firstBytes: Uint16Array): ByteDistribution {
  const logZ = logSumExp(logits);
  const distribution = new Float64Array(noByte + 1);
  for (let id = 0; id < logits.length; id++) {
    const byte = firstBytes[id] ?? noByte;
    distribution[byte] = (distribution[byte] ?? 0) + Math.exp((logits[id] ?? -Infinity) - logZ);
  }
  return distribution;
}

/** Jensen–Shannon divergence of two next-byte distributions in bits, 0 to 1. */
export function byteDivergenceBits(left: ByteDistribution, right: ByteDistribution): number {
  let sum = 0;
  for (let byte = 0; byte <= noByte; byte++) {
    const p = left[byte] ?? 0;
    const q = right[byte] ?? 0;
    const middle = (p + q) / 2;
    if (p > 0) sum += p * Math.log2(p / middle);
    if (q > 0) sum += q * Math.log2(q / middle);
  }
  return Math.min(1, Math.max(0, sum / 2));
}
