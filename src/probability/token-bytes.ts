/**
 * The bytes that a vocabulary entry stands for, from its text in the GGUF file. Portable. It decodes one entry at a
 * time and joins nothing: many tokens are parts of a character.
 *
 * The rules are llama.cpp's (`llama_vocab::impl::token_to_piece`, src/llama-vocab.cpp), with special tokens shown:
 * byte-level BPE writes each byte as one printable character, the alphabet of OpenAI's `bytes_to_unicode` (GPT-2,
 * encoder.py); SentencePiece writes a space as U+2581 and single bytes as `<0xNN>`.
 */

/** `tokenizer.ggml.token_type` of GGUF. */
export const tokenTypes = {
  undefined: 0,
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;

const encoder = new TextEncoder();
const wordSpace = '\u2581';
const byteToken = /^<0x([0-9A-Fa-f]{2})>$/;

/** Code point of GPT-2's alphabet → byte. Printable Latin-1 stands for itself, the other 68 bytes for U+0100 onwards. */
const byteOfCodePoint: ReadonlyMap<number, number> = buildByteAlphabet();

function standsForItself(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
}

function buildByteAlphabet(): Map<number, number> {
  const alphabet = new Map<number, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) alphabet.set(standsForItself(byte) ? byte : next++, byte);
  return alphabet;
}

/** A character outside the alphabet (a piece that is no byte-level text) keeps its own UTF-8 bytes. */
function byteLevelBytes(piece: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of piece) {
    const byte = byteOfCodePoint.get(character.codePointAt(0) ?? 0);
    if (byte === undefined) bytes.push(...encoder.encode(character));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function sentencePieceBytes(piece: string, type: number): Uint8Array {
  const hex = type === tokenTypes.byte ? byteToken.exec(piece)?.[1] : undefined;
  if (hex !== undefined) return Uint8Array.of(Number.parseInt(hex, 16));
  return encoder.encode(piece.replaceAll(wordSpace, ' '));
}

/**
 * Bytes of one vocabulary entry.
 *
 * @param piece the entry's text, `tokenizer.ggml.tokens[id]`
 * @param type the entry's type, `tokenizer.ggml.token_type[id]` (see `tokenTypes`)
 * @param tokenizerModel `tokenizer.ggml.model`: `gpt2` is byte-level BPE; every other one is read as SentencePiece,
 *   whose U+2581 llama.cpp also uses for `bert` and `t5`
 * @returns the literal text of control, unknown, user-defined and unused tokens; else the decoded bytes
 */
export function pieceBytes(piece: string, type: number, tokenizerModel: string): Uint8Array {
  const isText = type === tokenTypes.normal || type === tokenTypes.byte || type === tokenTypes.undefined;
  if (!isText) return encoder.encode(piece);
  return tokenizerModel === 'gpt2' ? byteLevelBytes(piece) : sentencePieceBytes(piece, type);
}

const pieceOfByte = new Map([...byteOfCodePoint].map(([point, byte]) => [byte, String.fromCodePoint(point)]));
const decoder = new TextDecoder();

/**
 * The way back: the UTF-8 of the entry that stands for these bytes, where there is one rule. What was written outside it (a
 * real space in SentencePiece, a character outside GPT-2's alphabet) comes back otherwise than it was.
 */
export function pieceOf(bytes: Uint8Array, type: number, tokenizerModel: string): Uint8Array {
  const isText = type === tokenTypes.normal || type === tokenTypes.byte || type === tokenTypes.undefined;
  if (!isText) return bytes;
  if (tokenizerModel === 'gpt2')
    return encoder.encode(Array.from(bytes, (byte) => pieceOfByte.get(byte)).join(''));
  const [byte] = bytes;
  if (type === tokenTypes.byte && bytes.length === 1 && byte !== undefined)
    return encoder.encode(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  return encoder.encode(decoder.decode(bytes).replaceAll(' ', wordSpace));
}
