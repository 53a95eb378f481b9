/**
 * A text in the pieces that carry a colour: stretches between boundaries that all shown models share and that cut no
 * character. Page, pure. Bits of the pieces add up to those of the text.
 */
import { commonSegments, type ReadToken } from '#probability/comparison/common-bytes.ts';
import { countCutBytes } from '#probability/utf8.ts';

/** `bits` by model, in the order of the readings; null: somebody does not score it. */
export type Piece = {
  readonly start: number;
  readonly text: string;
  readonly bits: readonly number[] | null;
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function piecesOf(bytes: Uint8Array, readings: readonly (readonly ReadToken[])[]): readonly Piece[] {
  const segments = commonSegments(readings);
  const first = segments[0]?.start ?? bytes.length;
  const pieces: Piece[] =
    first > 0 ? [{ start: 0, text: decoder.decode(bytes.subarray(0, first)), bits: null }] : [];
  let start = first;
  let bits = readings.map(() => 0);
  for (const segment of segments) {
    bits = bits.map((sum, place) => sum + (segment.bits[place] ?? 0));
    const piece = bytes.subarray(start, segment.end);
    if (segment.end < bytes.length && countCutBytes(piece) > 0) continue;
    pieces.push({ start, text: decoder.decode(piece), bits });
    start = segment.end;
    bits = readings.map(() => 0);
  }
  return pieces;
}

/** Steps of a difference in bits, from far below to far above; the middle one is no difference. */
export const gapEdges = [-4, -2, -0.5, 0.5, 2, 4] as const;

/**
 * 0 to 6; 3: nothing above the noise.
 * @param noiseBits what computing alone changes of one token
 */
export function gapBin(bits: number, noiseBits: number): number {
  if (Math.abs(bits) <= noiseBits) return 3;
  return gapEdges.filter((edge) => (edge < 0 ? bits > edge : bits >= edge)).length;
}
