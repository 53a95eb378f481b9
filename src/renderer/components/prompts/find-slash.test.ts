import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PromptId } from '#contract/ids.ts';
import type { SavedPrompt } from '#contract/prompts.ts';
import { findSlash, matchPrompts } from './find-slash.ts';

/** The text with a bar where the caret is. */
const at = (marked: string) => findSlash(marked.replace('|', ''), marked.indexOf('|'));

it.each([
  ['/|', { start: 0, query: '' }],
  ['/su|', { start: 0, query: 'su' }],
  ['/s|u', { start: 0, query: 's' }],
  ['Hello /é|', { start: 6, query: 'é' }],
  ['a\n/b|', { start: 2, query: 'b' }],
  ['and/or|', null],
  ['/home/user|', null],
  ['/su |', null],
  ['|/su', null],
  ['https://example.org|', null],
  ['', null],
])('in %j the command is %j', (marked, found) => {
  expect(at(marked)).toEqual(found);
});

it('what is found ends at the caret and begins with a slash, wherever the caret is', () => {
  const texts = fc.array(fc.constantFrom('/', ' ', '\n', 'a', 'bc', 'x'.repeat(41)), { maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.nat(200), (parts, place) => {
      const text = parts.join('');
      const caret = Math.min(place, text.length);
      const found = findSlash(text, caret);
      if (found === null) return;
      expect(text.slice(found.start, caret)).toBe(`/${found.query}`);
      expect(text.slice(0, found.start)).toMatch(/(^|\s)$/u);
    }),
  );
});

it('prompts are found by command first, then by a word of the name, without case and accents', () => {
  const prompt = (name: string, command: string, timesUsed = 0): SavedPrompt => ({
    id: name as PromptId, // only told apart here
    name,
    command,
    description: '',
    text: 'x',
    timesUsed,
    createdAtMs: 0,
    updatedAtMs: 0,
  });
  const all = [
    prompt('Été indien', 'saison'),
    prompt('Le résumé', 'court'),
    prompt('Mail', 'res'),
    prompt('Rest', 'rest', 3),
  ];
  const names = (query: string) => matchPrompts(all, query).map(({ name }) => name);
  expect(names('RÉS')).toEqual(['Rest', 'Mail', 'Le résumé']);
  expect(names('ete')).toEqual(['Été indien']);
  expect(names('umé')).toEqual(['Le résumé']);
  expect(names('')).toEqual(['Rest', 'Été indien', 'Le résumé', 'Mail']);
  expect(names('zzz')).toEqual([]);
});
