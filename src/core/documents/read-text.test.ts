import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readText } from './read-text.ts';

const sample = 'Été, 8,4 % « prisme » – 光のスペクトル 🌈\nfin';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

test.each([
  ['UTF-8', Buffer.from(sample)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${sample}`)],
  ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${sample}`, 'utf16le')],
  ['UTF-16 BE with a mark', utf16be(`\uFEFF${sample}`)],
])('%s is read as it was written', (_, bytes) => {
  expect(readText(bytes)).toBe(sample);
});

test('UTF-16 without a mark is recognised by its zero bytes', () => {
  const text = 'Name;Âge\nZoé;7\n';
  expect(readText(Buffer.from(text, 'utf16le'))).toBe(text);
  expect(readText(utf16be(text))).toBe(text);
});

test('what is not UTF-8 is Windows-1252 where that makes sense', () => {
  // "L’été coûte 5 € – œuvre"
  const bytes = Buffer.from('4c92e974e920636ffb7465203520802096209c75767265', 'hex');
  expect(readText(bytes)).toBe('L’été coûte 5 € – œuvre');
});

test('other old encodings are refused and not read as nonsense', () => {
  // "光のスペクトル" in Shift JIS, "спектр света" in KOI8-R
  expect(readText(Buffer.from('8cf582cc83588379834e8367838b', 'hex'))).toBeNull();
  expect(readText(Buffer.from('d3d0c5cbd4d220d3d7c5d4c1', 'hex'))).toBeNull();
});

test('line feeds stand for whatever ended the lines', () => {
  expect(readText(Buffer.from('a\r\nb\rc\nd'))).toBe('a\nb\nc\nd');
});

test('a zero byte, many control characters and half of UTF-16 are no text', () => {
  expect(readText(Buffer.from('text\0more'))).toBeNull();
  expect(readText(Buffer.from('\u0001\u0002\u0003 and so on'))).toBeNull();
  expect(readText(Buffer.from('fffe41004200d8', 'hex'))).toBeNull();
});

test('the colours of a terminal may stay', () => {
  expect(readText(Buffer.from('\u001B[31mred\u001B[0m'))).toBe('\u001B[31mred\u001B[0m');
});

test('any text comes back as it was, but for its line ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const isText = !/[\p{Cc}\uFEFF]/u.test(text);
      fc.pre(isText);
      expect(readText(Buffer.from(text))).toBe(text);
    }),
  );
});

test('any bytes are a text or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = readText(bytes);
      expect(text === null || text.length <= bytes.length).toBe(true);
    }),
  );
});
