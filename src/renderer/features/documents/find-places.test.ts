/** Where a text stands in the pages of a document. */
import { expect, it } from 'vitest';
import { findPlaces, firstPlaceFrom } from './find-places.ts';

it('every place is found, on every page, whatever the case', () => {
  expect(findPlaces(['Light, light', 'dark', 'LIGHT'], 'light')).toEqual([
    { page: 0, start: 0 },
    { page: 0, start: 7 },
    { page: 2, start: 0 },
  ]);
});

it('nothing and spaces are nowhere', () => {
  expect([findPlaces(['a b'], ''), findPlaces(['a b'], ' ')]).toEqual([[], []]);
});

it('what a letter becomes never moves the places behind it', () => {
  expect(findPlaces(['İ light'], 'light')).toEqual([{ page: 0, start: 2 }]);
});

it('a reader who came for a page begins with the first place on it or behind it', () => {
  const places = findPlaces(['x', '', 'x'], 'x');
  expect([0, 1, 2, 3].map((page) => firstPlaceFrom(places, page))).toEqual([0, 1, 1, 0]);
});
