import { expect, test } from 'vitest';
import { cleanTitle } from './clean-title.ts';

test.each([
  ['A plain title', 'A plain title'],
  ['  "Bread without yeast."  ', 'Bread without yeast'],
  ['« Le pain sans levure »', 'Le pain sans levure'],
  ['**Title:** Bread without yeast', 'Bread without yeast'],
  ['Titre : Le pain', 'Le pain'],
  ['Conversation title: The tides', 'The tides'],
  ['# *The tides*\n\nThis title says what it is about.', 'The tides'],
  ['Here is a title:\n\n1. `The tides`', 'The tides'],
  ['<think>\nHm, the tides.\n</think>\n\nThe tides', 'The tides'],
  ['[The tides](https://host)', 'The tides'],
  ['L’été à l’île d’Yeu', 'L’été à l’île d’Yeu'],
  ['What is the capital?', 'What is the capital?'],
  ['\u202EThe\u200B tides', 'The tides'],
  ['潮汐的原因', '潮汐的原因'],
])('of %j the title %j is left', (written, title) => {
  expect(cleanTitle(written)).toBe(title);
});

test.each([
  [''],
  [' \n '],
  ['"'],
  ['T'],
  ['1234'],
  ['!!!'],
  ['Title:'],
  ['the the the tides'],
  ['the cat the cat the cat the cat'],
  ['aaaaaaaa'],
  ['<think>\nThe person asks about the tides, so'],
  ['I cannot see what this conversation is about, so that I shall explain at length what a title is'],
])('%j is no title', (written) => {
  expect(cleanTitle(written)).toBeNull();
});

test('a title that is a little too long is cut between two words', () => {
  const title = cleanTitle('How the moon and the sun pull the sea up and down twice each day');
  expect(title).toBe('How the moon and the sun pull the sea up and down twice…');
});

test('the request itself is no title', () => {
  expect(cleanTitle('Answer with the title only.', 'Write it. Answer with the title only.')).toBeNull();
});
