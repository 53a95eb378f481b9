/**
 * What a file's name says of its quantisation, and which of three groups that belongs to. Runs in the core. Pure.
 */
import type { QuantisationGroup } from '#contract/hub.ts';
import { quantisationNames } from '#core/models/gguf/quantisation-names.ts';

/**
 * The mixes as llama.cpp names them, the longest first, and the endings that people add to them: `UD-` (chosen layer by
 * layer), `_L` and `_XL` (embeddings kept at eight bits). Nothing of a word may stand directly before or behind.
 */
const bases = [...quantisationNames, 'Q2_K_L', 'Q3_K', 'Q4_K', 'Q5_K', 'FP16']
  .sort((a, b) => b.length - a.length)
  .join('|');
const pattern = new RegExp(`(?<![a-z0-9])(?:UD-)?(?:${bases})(?:_X?L)?(?![a-z0-9_])`, 'gi');

/** For example "Q4_K_M" or "UD-Q4_K_XL", as the name spells it but in capitals; null when it says nothing. */
export function quantisationIn(fileName: string): string | null {
  // The quantisation stands behind the model's name: of several, the last.
  return fileName.match(pattern)?.at(-1)?.toUpperCase() ?? null;
}

/**
 * Bits a weight of Llama 3.1 8B by mix, the whole file counted. Source: the table of llama.cpp's tools/quantize/README.md.
 * The formats of one block size (Q4_0 to Q5_1) have their bits from ggml's blocks, with nothing mixed in.
 */
const bitsByMix: Readonly<Record<string, number>> = {
  IQ1_S: 2, IQ1_M: 2.15, IQ2_XXS: 2.38, IQ2_XS: 2.59, IQ2_S: 2.74, IQ2_M: 2.93, IQ3_XXS: 3.25, IQ3_XS: 3.5, IQ3_S: 3.66, IQ3_M: 3.76,
  IQ4_XS: 4.46, IQ4_NL: 4.68, Q2_K_S: 2.97, Q2_K: 3.16, Q3_K_S: 3.64, Q3_K_M: 4, Q3_K_L: 4.3, Q4_K_S: 4.67, Q4_K_M: 4.89, Q5_K_S: 5.57,
  Q5_K_M: 5.7, Q6_K: 6.56, Q8_0: 8.5, Q4_0: 4.5, Q4_1: 5, Q5_0: 5.5, Q5_1: 6, F16: 16, FP16: 16, BF16: 16, F32: 32,
}; // prettier-ignore

/** Nominal bits a weight; null for a mix that has no figure. */
function nominalBits(quantisation: string): number | null {
  const mix = quantisation.replace(/^UD-/, '');
  // Q4_K_XL and Q4_K_L are Q4_K_M with larger embeddings; a bare Q4_K is Q4_K_M. Q6_K_L is Q6_K.
  const base = mix.replace(/_X?L$/, '');
  return bitsByMix[mix] ?? bitsByMix[`${base}_M`] ?? bitsByMix[`${mix}_M`] ?? bitsByMix[base] ?? bitsByMix[`${base}_0`] ?? null;
} // prettier-ignore

/** Below this many bits a weight: small. Q3_K_L (4.30) still is, IQ4_XS (4.46) is not. */
const balancedFromBits = 4.4;
/** From this many: large. Q5_1 (6.0) is not, Q6_K (6.56) is. */
const largeFromBits = 6.3;

/**
 * By the nominal bits of the mix where its name is known. A small model's file has more bits than its mix says, because
 * embeddings stay at more of them (Gemma 3 270M at Q4_K_M: 7.5); what a mix costs in quality goes by the mix. Without a
 * name, by the bits of the file itself; without those, balanced.
 */
export function quantisationGroup(
  quantisation: string | null,
  bitsPerWeight: number | null,
): QuantisationGroup {
  const bits = (quantisation === null ? null : nominalBits(quantisation)) ?? bitsPerWeight;
  if (bits === null) return 'balanced';
  if (bits < balancedFromBits) return 'small';
  return bits < largeFromBits ? 'balanced' : 'large';
}
