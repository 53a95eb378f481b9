/**
 * Picked tokens stay the tokens that were picked, for as long as the text is theirs.
 */
import { expect, test } from 'vitest';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { knownIds, openBytes, textOf, withPick, type Beginning } from './beginning.ts';

const marks = new Set([9]);
const pieces: readonly Uint8Array[] = [
  ...['a', 'b', 'ab', ' c'].map((text) => new TextEncoder().encode(text)),
  Uint8Array.of(0xf0, 0x9f, 0x98),
  Uint8Array.of(0x8a),
];
const vocabulary: VocabularyTable = {
  size: 10,
  piece: (id) => ({ bytes: pieces[id] ?? new TextEncoder().encode('<end>'), type: 'normal' }),
  isEnd: (id) => marks.has(id),
  isMark: (id) => marks.has(id),
};
const [a, b, ab, space, half, rest, mark] = [0, 1, 2, 3, 4, 5, 9] as const;
const context = 'raw';

/** "ab" was read as one token, then these were picked. */
function picked(...picks: readonly number[]): Beginning {
  return { context, base: { text: 'ab', tokenIds: [ab] }, picks, isGiven: false };
}

test('the ids stand while the text before the caret is the one that they make', () => {
  expect(knownIds(picked(a, b), context, 'abab', vocabulary)?.tokenIds).toEqual([ab, a, b]);
});

test('undoing a pick leaves the ids before it', () => {
  expect(knownIds(picked(a, space), context, 'aba', vocabulary)).toEqual({
    tokenIds: [ab, a],
    pickCount: 1,
    rest: '',
  });
});

test('a text that no picks make is cut again', () => {
  expect(knownIds(picked(a), context, 'abx', vocabulary)).toBeNull();
  expect(knownIds(picked(a), context, 'x', vocabulary)).toBeNull();
  expect(knownIds(picked(space), context, 'ab ', vocabulary)).toBeNull();
});

test('another model or another system prompt makes it another place', () => {
  expect(knownIds(picked(a), 'chat', 'aba', vocabulary)).toBeNull();
});

test('half a character is kept as a token without text until its other half comes', () => {
  const beginning = picked(half);
  expect(textOf(beginning, vocabulary)).toBe('ab');
  const known = knownIds(beginning, context, 'ab', vocabulary);
  expect(known?.tokenIds).toEqual([ab, half]);
  expect([...openBytes(vocabulary, known?.tokenIds ?? [])]).toEqual([0xf0, 0x9f, 0x98]);
  const whole = withPick(beginning, { context, before: 'ab', tokenIds: [ab, half] }, known, rest);
  expect(textOf(whole, vocabulary)).toBe('ab😊');
  expect(knownIds(whole, context, 'ab😊', vocabulary)?.tokenIds).toEqual([ab, half, rest]);
  expect(openBytes(vocabulary, whole.picks)).toHaveLength(0);
});

test('an end mark that was picked has no text and stays before the caret', () => {
  expect(knownIds(picked(mark), context, 'ab', vocabulary)?.tokenIds).toEqual([ab, mark]);
});

test('a pick after typing begins with the ids that were just read', () => {
  const after = withPick(picked(a), { context, before: 'abb', tokenIds: [a, b, b] }, null, space);
  expect(knownIds(after, context, 'abb c', vocabulary)?.tokenIds).toEqual([a, b, b, space]);
});

test('text typed behind a beginning from elsewhere leaves its marks in place', () => {
  const given: Beginning = { ...picked(), base: { text: 'ab', tokenIds: [mark, ab] }, isGiven: true };
  expect(knownIds(given, context, 'ab c', vocabulary)).toEqual({
    tokenIds: [mark, ab],
    pickCount: 0,
    rest: ' c',
  });
});
