import { expect, test } from 'vitest';
import type { Vocabulary } from '#contract/models.ts';
import { scriptedVocabulary } from '#core/generation/testing/scripted-library.ts';
import { thoughtBefore } from './thought-before.ts';

/** A vocabulary of these texts, by id. */
function vocabularyOf(texts: readonly string[]): Vocabulary {
  const pieces = texts.map((text) => [...new TextEncoder().encode(text)]);
  const offsets = new DataView(new ArrayBuffer((texts.length + 1) * 4));
  pieces.forEach((piece, id) =>
    offsets.setUint32((id + 1) * 4, offsets.getUint32(id * 4, true) + piece.length, true),
  );
  const bytes = Uint8Array.from(pieces.flat());
  const types = new Uint8Array(texts.length).fill(1);
  return { ...scriptedVocabulary(), bytes, types, offsets: new Uint8Array(offsets.buffer) };
}

const [word, open, close, line] = [0, 1, 2, 3];
const thinking = vocabularyOf(['word', '<think>', '</think>', '\n\n']);

test('a model that thinks aloud begins behind an empty thought', () => {
  expect(thoughtBefore(thinking, [word, word], [line])).toEqual([open, line, close, line]);
});

test('a thought that the template opened is closed, and one that it closed stays as it is', () => {
  expect(thoughtBefore(thinking, [word, open, line], [line])).toEqual([line, close, line]);
  expect(thoughtBefore(thinking, [word, open, line, close, line], [line])).toEqual([]);
});

test('a thought of an earlier turn counts for nothing', () => {
  const prompt = [open, word, close, ...Array.from({ length: 9 }, () => word)];
  expect(thoughtBefore(thinking, prompt, [line])).toEqual([open, line, close, line]);
});

test('other models begin at once', () => {
  expect(thoughtBefore(vocabularyOf(['word', '<thinking>']), [0], [0])).toEqual([]);
});
