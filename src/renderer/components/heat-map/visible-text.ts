/**
 * A token's text where tokens are looked at one by one: white space becomes glyphs, characters that cannot be seen or
 * that reorder a line become escapes. Page, pure. In the reply itself the text stays as it is.
 */
import { countCutBytes } from '#probability/utf8.ts';

const glyphs: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\r': '␍', '\t': '⇥' };
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u202f\u3164\u2800]/u;

function escape(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** The text with nothing in it that cannot be seen. */
export function visibleText(text: string): string {
  let visible = '';
  for (const character of text)
    visible += glyphs[character] ?? (invisible.test(character) ? escape(character) : character);
  return visible;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes in hex, "F0 9F 98". */
export function hexBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** Bytes that may be a part of a character: the part is shown in hex, "⟨F0 9F 98⟩", never as a replacement character. */
export function visibleBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '∅';
  let start = 0;
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  const end = Math.max(start, bytes.length - countCutBytes(bytes));
  const part = (from: number, to: number): string =>
    to > from ? `⟨${hexBytes(bytes.subarray(from, to))}⟩` : '';
  try {
    return part(0, start) + visibleText(decoder.decode(bytes.subarray(start, end))) + part(end, bytes.length);
  } catch {
    return part(0, bytes.length);
  }
}
