/**
 * What two texts have in common.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTexts, firstDifferentByte, type DiffRun, type DiffUnit } from './diff-texts.ts';

/** What only one text has stands in brackets. */
const marked = (runs: readonly DiffRun[]): string =>
  runs.map(({ text, isCommon }) => (isCommon ? text : `[${text}]`)).join('');
function diff(left: string, right: string, unit: DiffUnit = 'word', locale = 'en'): readonly string[] {
  const found = diffTexts(left, right, unit, locale);
  return found ? [marked(found.left), marked(found.right)] : ['too long'];
}

describe('the differences of two texts', () => {
  it('are the words that only one of them has', () => {
    expect(diff('The red light is warm.', 'The blue light is cold.')).toEqual([
      'The [red ]light is [warm].',
      'The [blue ]light is [cold].',
    ]);
  });

  it('are none for the same words with other spaces', () => {
    expect(diff('One  two\nthree', 'One two three')).toEqual(['One  two\nthree', 'One two three']);
  });

  it('are whole sentences where those are asked for', () => {
    expect(diff('It rains. It is cold. I stay.', 'It rains. It is warm. I stay.', 'sentence')).toEqual([
      'It rains. [It is cold. ]I stay.',
      'It rains. [It is warm. ]I stay.',
    ]);
  });

  it('keep French words with an apostrophe whole', () => {
    expect(diff('Voici l’école fermée', 'Voici l’église fermée', 'word', 'fr')).toEqual([
      'Voici [l’école ]fermée',
      'Voici [l’église ]fermée',
    ]);
  });

  it('are everything when nothing is the same, and nothing when a text is empty', () => {
    expect(diff('a b', 'c d')).toEqual(['[a b]', '[c d]']);
    expect(diff('', 'c')).toEqual(['', '[c]']);
  });

  it('are not looked for in texts that are too long, unless they are the same', () => {
    const words = (first: number): string =>
      Array.from({ length: 3_000 }, (_, i) => `w${first + i}`).join(' ');
    expect(diff(words(0), words(10_000))).toEqual(['too long']);
    expect(diff(words(0), words(0))).toEqual([words(0), words(0)]);
  });

  it('leave each text as it is, and what is common is the same in both', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '.', 'é'), { maxLength: 30 })
      .map((all) => all.join(' '));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const found = diffTexts(left, right, 'word', 'en');
        if (!found) return false;
        const common = (runs: readonly DiffRun[]): string =>
          runs
            .filter(({ isCommon }) => isCommon)
            .map((run) => run.text)
            .join('')
            .replaceAll(' ', '');
        return (
          found.left.map((run) => run.text).join('') === left &&
          found.right.map((run) => run.text).join('') === right &&
          common(found.left) === common(found.right)
        );
      }),
    );
  });
});

describe('the first different byte', () => {
  it('counts UTF-8, whole characters only', () => {
    expect(firstDifferentByte('été', 'étê')).toBe(3);
    expect(firstDifferentByte('a😀', 'a😁')).toBe(1);
    expect(firstDifferentByte('same', 'same and more')).toBe(4);
    expect(firstDifferentByte('same', 'same')).toBeNull();
  });
});
