import { expect, test } from 'vitest';
import { completionsOf } from './tag-completions.ts';

const known = ['À lire', 'Optique', 'Physique', 'cours optique'];

test('tags that begin with what is typed come first, then those with such a word, whatever the accents', () => {
  expect(completionsOf('opt', known, [])).toEqual(['Optique', 'cours optique']);
  expect(completionsOf('a', known, [])).toEqual(['À lire']);
});

test('what the conversation has already is not offered, and all the others are before a letter is typed', () => {
  expect(completionsOf('', known, ['Physique'])).toEqual(['À lire', 'Optique', 'cours optique']);
});
