import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceBytes, tokenTypes } from './token-bytes.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('byte-level BPE pieces', () => {
  it('turns the printable alphabet back into bytes', () => {
    expect(pieceBytes('Ġhello', tokenTypes.normal, 'gpt2')).toEqual(bytesOf(' hello'));
    expect(pieceBytes('Ċ', tokenTypes.normal, 'gpt2')).toEqual(bytesOf('\n'));
    expect(pieceBytes('Ã©', tokenTypes.normal, 'gpt2')).toEqual(bytesOf('é'));
    // SmolLM2 splits 😊 into F0 9F 98 and 8A.
    expect(pieceBytes('ðŁĺ', tokenTypes.normal, 'gpt2')).toEqual(Uint8Array.of(0xf0, 0x9f, 0x98));
    expect(pieceBytes('Ĭ', tokenTypes.normal, 'gpt2')).toEqual(Uint8Array.of(0x8a));
  });

  it('has one character for every byte', () => {
    // The alphabet written out from its definition: printable Latin-1 as it is, the rest from U+0100 on.
    const printable = [...Array(256).keys()].filter(
      (byte) => byte > 0x20 && byte < 0x100 && !(byte > 0x7e && byte < 0xa1) && byte !== 0xad,
    );
    const others = [...Array(256).keys()].filter((byte) => !printable.includes(byte));
    for (const byte of printable) {
      expect(pieceBytes(String.fromCodePoint(byte), tokenTypes.normal, 'gpt2')).toEqual(Uint8Array.of(byte));
    }
    expect(others).toHaveLength(68);
    for (const [index, byte] of others.entries()) {
      expect(pieceBytes(String.fromCodePoint(0x100 + index), tokenTypes.normal, 'gpt2')).toEqual(
        Uint8Array.of(byte),
      );
    }
  });

  it('keeps a character outside the alphabet as it is', () => {
    expect(pieceBytes('▁', tokenTypes.normal, 'gpt2')).toEqual(bytesOf('▁'));
  });
});

describe('SentencePiece pieces', () => {
  it('turns U+2581 into a space and byte tokens into their byte', () => {
    expect(pieceBytes('▁hello▁', tokenTypes.normal, 'llama')).toEqual(bytesOf(' hello '));
    expect(pieceBytes('<0x0A>', tokenTypes.byte, 'llama')).toEqual(Uint8Array.of(10));
    expect(pieceBytes('<0xFF>', tokenTypes.byte, 'llama')).toEqual(Uint8Array.of(255));
  });

  it('reads <0x0A> as text when the entry is not a byte', () => {
    expect(pieceBytes('<0x0A>', tokenTypes.normal, 'llama')).toEqual(bytesOf('<0x0A>'));
  });

  it('gives the text itself for any piece without a space mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('▁'));
        expect(pieceBytes(text, tokenTypes.normal, 'llama')).toEqual(bytesOf(text));
      }),
    );
  });
});

it.each(['gpt2', 'llama'])('shows special tokens of %s with their literal text', (model) => {
  for (const type of [tokenTypes.control, tokenTypes.userDefined, tokenTypes.unknown, tokenTypes.unused]) {
    expect(pieceBytes('<|im_end|>', type, model)).toEqual(bytesOf('<|im_end|>'));
    expect(pieceBytes('Ġ▁', type, model)).toEqual(bytesOf('Ġ▁'));
  }
});
