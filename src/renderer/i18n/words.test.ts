import { expect, test } from 'vitest';
import { frenchSpaces, withFrenchSpaces } from './words.ts';

test('French gets narrow no-break spaces inside guillemets and before ; ? and %', () => {
  expect(frenchSpaces('« Can » : 8,4 % ; vraiment ?')).toBe(
    '«\u202fCan\u202f»\u00a0: 8,4\u202f%\u202f; vraiment\u202f?',
  );
});

test('every text of a tree of words gets its spaces and keeps its key', () => {
  expect(withFrenchSpaces({ a: 'Quoi ?', b: { c: 'Oui.', d: null } })).toEqual({
    a: 'Quoi\u202f?',
    b: { c: 'Oui.', d: null },
  });
});
