/**
 * The type that makes a missing French key a compile error, and the French typography that no translator should have
 * to type by hand. Portable; runs in the page.
 */

/** The same keys as `T`, with any text. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

const narrow = '\u202f';
const noBreak = '\u00a0';

/** Puts the spaces that French wants: narrow no-break before ; ? % and inside « », no-break before a colon. */
export function frenchSpaces(text: string): string {
  return text
    .replaceAll('« ', `«${narrow}`)
    .replaceAll(' »', `${narrow}»`)
    .replaceAll(' :', `${noBreak}:`)
    .replace(/ ([;?%])/g, `${narrow}$1`);
}

/** `frenchSpaces` on every text of a tree of words. */
export function withFrenchSpaces<T>(words: T): T {
  if (typeof words === 'string') {
    // A string in, a string out: T is a string type here.
    return frenchSpaces(words) as T;
  }
  if (words === null) return words;
  // Objects of words hold only words and objects of words, so the mapped object has the shape of T.
  return Object.fromEntries(
    Object.entries(words as Record<string, unknown>).map(([key, value]) => [key, withFrenchSpaces(value)]),
  ) as T;
}
