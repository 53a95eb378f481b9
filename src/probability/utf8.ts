/**
 * UTF-8 read byte by byte, so that every byte is known to belong to one character. Portable, pure. The rules are
 * those of the WHATWG Encoding standard (https://encoding.spec.whatwg.org/#utf-8-decoder), so the text is what a
 * TextDecoder gives: each ill-formed sequence becomes one U+FFFD as far as it could still have become a character.
 */

/** A character and the bytes it takes: [startByte, endByte). */
export type DecodedCharacter = {
  readonly text: string;
  readonly startByte: number;
  readonly endByte: number;
  /** The bytes end before the character does: more bytes may complete it. */
  readonly isCut: boolean;
};

const replacement = '\ufffd';

type Lead = { readonly length: number; readonly bits: number; readonly low: number; readonly high: number };

/** What the first byte says: length, its own bits, and the range of the second byte (no surrogates, no overlong forms). */
function readLead(byte: number): Lead | null {
  if (byte >= 0xc2 && byte <= 0xdf) return { length: 2, bits: byte & 0x1f, low: 0x80, high: 0xbf };
  if (byte >= 0xe0 && byte <= 0xef) {
    return {
      length: 3,
      bits: byte & 0x0f,
      low: byte === 0xe0 ? 0xa0 : 0x80,
      high: byte === 0xed ? 0x9f : 0xbf,
    };
  }
  if (byte >= 0xf0 && byte <= 0xf4) {
    return {
      length: 4,
      bits: byte & 0x07,
      low: byte === 0xf0 ? 0x90 : 0x80,
      high: byte === 0xf4 ? 0x8f : 0xbf,
    };
  }
  return null;
}

function readMultibyte(bytes: Uint8Array, startByte: number, lead: Lead): DecodedCharacter {
  let codePoint = lead.bits;
  for (let index = 1; index < lead.length; index++) {
    const endByte = startByte + index;
    const byte = bytes[endByte];
    const low = index === 1 ? lead.low : 0x80;
    const high = index === 1 ? lead.high : 0xbf;
    if (byte === undefined) return { text: replacement, startByte, endByte, isCut: true };
    if (byte < low || byte > high) return { text: replacement, startByte, endByte, isCut: false };
    codePoint = codePoint * 64 + (byte & 0x3f);
  }
  const endByte = startByte + lead.length;
  return { text: String.fromCodePoint(codePoint), startByte, endByte, isCut: false };
}

/** The character that begins at `startByte`, which must be within the bytes. */
export function readCharacter(bytes: Uint8Array, startByte: number): DecodedCharacter {
  const byte = bytes[startByte] ?? 0;
  if (byte < 0x80)
    return { text: String.fromCharCode(byte), startByte, endByte: startByte + 1, isCut: false };
  const lead = readLead(byte);
  if (lead === null) return { text: replacement, startByte, endByte: startByte + 1, isCut: false };
  return readMultibyte(bytes, startByte, lead);
}

/**
 * How many bytes at the end belong to a character that is not complete yet; 0..3. Everything before them can be shown
 * and will not change when more bytes come.
 */
export function countCutBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const start = bytes.length - back;
    const byte = bytes[start] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return readCharacter(bytes, start).isCut ? back : 0;
  }
  return 0;
}
