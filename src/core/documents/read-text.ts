/**
 * Bytes to text: finds the encoding, refuses what is no text. Runs in the reader's thread (document-thread.ts). Pure.
 */

/** Of what is visible in a text in Windows-1252, at least this much is ASCII; in Cyrillic or Japanese hardly anything is. */
const leastPlainShare = 0.5;
/** Old printers' files have some; a binary file that happens to be valid has many. */
const mostControlShare = 0.01;
/** Backspace, tab, line feed, form feed, carriage return, and what colours a terminal's output. */
const whitespaceAndEscape = new Set([8, 9, 10, 12, 13, 27]);
const sampledBytes = 64 * 1024;

/** 0x80 to 0x9F in Windows-1252 (WHATWG index), where Latin-1 has control characters. '\0': not in use. */
const windows1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** The text, with line feeds for whatever ended its lines, without a byte order mark; null: these bytes are no text. */
export function readText(bytes: Uint8Array): string | null {
  const text = decode(bytes);
  if (text === null || hasControls(text)) return null;
  return text.replace(/\r\n?/g, '\n');
}

function decode(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes.subarray(2));
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes.subarray(2));
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs('utf-8', bytes.subarray(3));
  const wide = wideEncodingOf(bytes);
  if (wide !== null) return decodeAs(wide, bytes);
  return decodeAs('utf-8', bytes) ?? decodeWindows1252(bytes);
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 without its mark: of the two bytes of a letter of ASCII one is zero, always on the same side. */
function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.floor(Math.min(bytes.length, sampledBytes) / 2);
  if (pairs === 0 || bytes.length % 2 !== 0) return null;
  let highZeros = 0;
  let lowZeros = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) highZeros++;
    if (bytes[2 * pair + 1] === 0) lowZeros++;
  }
  if (lowZeros > 0.4 * pairs && highZeros === 0) return 'utf-16le';
  if (highZeros > 0.4 * pairs && lowZeros === 0) return 'utf-16be';
  return null;
}

/** Null where it is not plausible: other old encodings fit into the same bytes, and would be read as nonsense. */
function decodeWindows1252(bytes: Uint8Array): string | null {
  let visible = 0;
  let plain = 0;
  for (const byte of bytes) {
    if (byte <= 0x20) continue;
    visible++;
    if (byte < 0x7f) plain++;
    else if (byte >= 0x80 && byte < 0xa0 && windows1252[byte - 0x80] === '\0') return null;
  }
  if (plain < leastPlainShare * visible) return null;
  // Written out: some versions of Node read this encoding as Latin-1.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[\u0080-\u009F]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? '\uFFFD');
}

/** A zero byte, or more control characters than any text has. */
function hasControls(text: string): boolean {
  if (text.includes('\0')) return true;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 && !whitespaceAndEscape.has(code)) count++;
  }
  return count > mostControlShare * text.length;
}
