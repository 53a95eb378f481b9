/**
 * One text in several tokenisations: the bytes that all of them score, and the places where two of them both end a token.
 * Portable, pure. Between two such places the surprise of both models is exact without splitting a token's.
 */

/** One model's reading of a text, in order, from the text's first byte; `logprob` in nats, null: not scored. */
export type ReadToken = { readonly logprob: number | null; readonly bytes: number };

/** Bytes [start, end) of the text. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A stretch between two common boundaries, with the surprise of each model for it, in bits. */
export type Segment = ByteRange & { readonly bits: readonly number[] };

/**
 * From the first boundary that all readings share and behind which all of them score everything, to the end of the text;
 * empty when there is none.
 */
export function commonScoredBytes(readings: readonly (readonly ReadToken[])[]): ByteRange {
  const end = Math.max(0, ...readings.map(bytesOf));
  const [first, ...others] = readings.map(scorableStarts);
  const rest = others.map((starts) => new Set(starts));
  const start = first?.find((at) => rest.every((starts) => starts.has(at)));
  return { start: start ?? end, end };
}

/**
 * Cuts the commonly scored bytes at every boundary that all readings share.
 * @returns without gap, in order; Σ bits of a reading is its surprise for all of them
 */
export function commonSegments(readings: readonly (readonly ReadToken[])[]): Segment[] {
  const range = commonScoredBytes(readings);
  const [first, ...others] = readings.map((reading) => bitsUpTo(reading));
  const segments: Segment[] = [];
  let start = range.start;
  for (const end of first?.keys() ?? []) {
    if (end <= start || !others.every((bits) => bits.has(end))) continue;
    const bits = [first, ...others].map((sums) => (sums?.get(end) ?? 0) - (sums?.get(start) ?? 0));
    segments.push({ start, end, bits });
    start = end;
  }
  return segments;
}

function bytesOf(reading: readonly ReadToken[]): number {
  return reading.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Starts of tokens from which on everything is scored, in order. */
function scorableStarts(reading: readonly ReadToken[]): number[] {
  let lastUnscored = reading.length - 1;
  while (lastUnscored >= 0 && reading[lastUnscored]?.logprob !== null) lastUnscored--;
  const starts: number[] = [];
  let at = 0;
  for (const [index, { bytes }] of reading.entries()) {
    if (index > lastUnscored && bytes > 0) starts.push(at);
    at += bytes;
  }
  return starts;
}

/**
 * By boundary: the surprise of everything before it, in bits; what is not scored counts nothing. A token without a byte of
 * the text, such as a space put in front of it, counts with what follows.
 */
function bitsUpTo(reading: readonly ReadToken[]): Map<number, number> {
  const sums = new Map<number, number>([[0, 0]]);
  let at = 0;
  let bits = 0;
  for (const { logprob, bytes } of reading) {
    at += bytes;
    bits -= (logprob ?? 0) / Math.LN2;
    if (at > 0) sums.set(at, bits);
  }
  return sums;
}
