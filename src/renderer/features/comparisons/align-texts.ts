/**
 * Where a place of one text stands in another one: by the number of its sentence, or by its byte. Page, pure. Offsets are
 * UTF-16, as in the page's text nodes.
 */

export type Alignment = 'sentence' | 'byte';

const encoder = new TextEncoder();

/** The offset in `to` that stands for `offset` of `from`; its end when `to` is shorter. */
export function alignOffset(
  from: string,
  offset: number,
  to: string,
  alignment: Alignment,
  locale: string,
): number {
  if (alignment === 'byte') return offsetOfByte(to, byteOfOffset(from, offset));
  const starts = sentenceStarts(from, locale);
  const index = Math.max(
    0,
    starts.findLastIndex((start) => start <= offset),
  );
  const start = starts[index] ?? 0;
  const share = shareWithin(offset, start, starts[index + 1] ?? from.length);
  const toStarts = sentenceStarts(to, locale);
  const toStart = toStarts[index] ?? to.length;
  const toEnd = toStarts[index + 1] ?? to.length;
  return Math.round(toStart + share * (toEnd - toStart));
}

const shareWithin = (at: number, start: number, end: number): number =>
  end > start ? Math.min(1, (at - start) / (end - start)) : 0;

function sentenceStarts(text: string, locale: string): readonly number[] {
  const segments = new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(text);
  return Array.from(segments, ({ index }) => index);
}

/** UTF-8 bytes before an offset. */
export function byteOfOffset(text: string, offset: number): number {
  return encoder.encode(text.slice(0, offset)).length;
}

/** The offset of the character that holds this byte; the length of the text when it has fewer. */
export function offsetOfByte(text: string, byte: number): number {
  const { read } = encoder.encodeInto(text, new Uint8Array(Math.max(0, byte)));
  return read;
}

/** What a text is made of, for finding the token of a byte: bytes of each token, marks having none. */
export type TokenBytes = { readonly count: number; readonly bytesOf: (position: number) => number };

/** Bytes of text before a token. */
export function byteOfToken({ bytesOf }: TokenBytes, position: number): number {
  let byte = 0;
  for (let at = 0; at < position; at++) byte += bytesOf(at);
  return byte;
}

/** The token that holds this byte of the text; −1 when the text has fewer. */
export function tokenOfByte({ count, bytesOf }: TokenBytes, byte: number): number {
  let end = 0;
  for (let at = 0; at < count; at++) {
    end += bytesOf(at);
    if (end > byte) return at;
  }
  return -1;
}
