/**
 * Reads what a person typed into the search field. Runs in the core. Pure; knows the language of FTS5
 * (https://sqlite.org/fts5.html#full_text_query_syntax), but no database.
 */
import { PrismeError } from '#contract/errors.ts';

export type SearchQuery = {
  /** In the language of FTS5; null: no words, only conditions. */
  readonly match: string | null;
  /** The words alone, folded, for titles: each must be in the title, or, in the second list, must not. */
  readonly words: readonly string[];
  readonly withoutWords: readonly string[];
  /** Part of the model's name, as typed; null: any. */
  readonly model: string | null;
  /** Part of the name of the folder, and the beginning of a tag, folded; null: any. */
  readonly folder: string | null;
  readonly tag: string | null;
  /** From this moment on, and before this one; null: open. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

type Part = { readonly text: string; readonly isPhrase: boolean; readonly isExcluded: boolean };

/** Quoted, or without spaces; either may have a "-" in front, which excludes it. */
const partPattern = /(-?)(?:"([^"]*)"?|((?:model|folder|tag|before|after):"[^"]*"?|[^\s"]+))/giu;
const conditionPattern = /^(model|folder|tag|before|after):(.*)$/iu;
/** French words that lose their vowel in front of another: "l’amour" is found by "amour" and finds it. */
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\p{L})/iu;
const wordPattern = /[\p{L}\p{N}\p{Co}]/u;
/** A beginning of one letter would be half of all words. */
const shortestBeginning = 2;
const mostParts = 32;

type Conditions = Pick<Writable<SearchQuery>, 'model' | 'folder' | 'tag' | 'fromMs' | 'toMs'>;
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** @throws search.badQuery { part, reason } */
export function parseQuery(query: string): SearchQuery {
  const parts: Part[] = [];
  const conditions: Conditions = { model: null, folder: null, tag: null, fromMs: null, toMs: null };
  for (const [, minus, quoted, bare = ''] of query.matchAll(partPattern)) {
    const condition = minus === '-' ? null : conditionPattern.exec(bare);
    if (condition !== null) Object.assign(conditions, conditionOf(condition));
    else parts.push({ text: quoted ?? bare, isPhrase: quoted !== undefined, isExcluded: minus === '-' });
  }
  return { ...wordsOf(query, parts), ...conditions };
}

function conditionOf([part, name = '', quotedValue = '']: readonly string[]): Partial<Conditions> {
  const value = quotedValue.replaceAll('"', '').trim();
  switch (name.toLowerCase()) {
    case 'model':
      return { model: value === '' ? null : value };
    case 'folder':
      return { folder: value === '' ? null : fold(value) };
    case 'tag':
      return { tag: value === '' ? null : fold(value) };
    case 'before':
      return { toMs: startOf(value, part ?? '') };
    default:
      return { fromMs: startOf(value, part ?? '') };
  }
}

function wordsOf(
  query: string,
  given: readonly Part[],
): Pick<SearchQuery, 'match' | 'words' | 'withoutWords'> {
  const parts = given.filter(({ text }) => wordPattern.test(text)).slice(0, mostParts);
  const wanted = parts.filter(({ isExcluded }) => !isExcluded);
  const unwanted = parts.filter(({ isExcluded }) => isExcluded);
  if (wanted.length === 0 && unwanted.length > 0)
    throw new PrismeError('search.badQuery', {
      part: `-${unwanted[0]?.text ?? ''}`.slice(0, 100),
      reason: 'onlyExcluded',
    });
  // What is still being typed: nothing stands behind it.
  const last = /[\s"]$/u.test(query) ? null : given.at(-1);
  const all = wanted.map((part) => termOf(part, part === last)).join(' AND ');
  const none = unwanted.map((part) => termOf(part, false)).join(' OR ');
  const match = wanted.length === 0 ? null : none === '' ? all : `(${all}) NOT (${none})`;
  const folded = (list: readonly Part[]): string[] => list.map((part) => fold(bareWord(part)));
  return { match, words: folded(wanted), withoutWords: folded(unwanted) };
}

const bareWord = ({ text, isPhrase }: Part): string => (isPhrase ? text : text.replace(elision, ''));

/** One part as FTS5 reads it: a phrase in quotes, with the other spelling of œ and æ where there is one. */
function termOf(part: Part, isBeginning: boolean): string {
  const text = bareWord(part);
  const star = isBeginning && !part.isPhrase && text.length >= shortestBeginning ? '*' : '';
  const terms = spellings(text).map((spelling) => `"${spelling.replaceAll('"', '""')}"${star}`);
  return terms.length === 1 ? (terms[0] ?? '""') : `(${terms.join(' OR ')})`;
}

/** "cœur" and "coeur" are one word, which SQLite's folding does not know. */
function spellings(text: string): string[] {
  const apart = text.replaceAll(/œ/giu, 'oe').replaceAll(/æ/giu, 'ae');
  const joined = text.replaceAll(/oe/giu, 'œ').replaceAll(/ae/giu, 'æ');
  return [...new Set([text, apart, joined])];
}

/** As titles and words are compared: without case and accents. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'");
}

/** Midnight, on this machine's clock, at the beginning of a day, a month or a year. */
function startOf(value: string, part: string): number {
  const [, year = '', month = '1', day = '1'] = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/u.exec(value) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  const isThatDay = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  if (year === '' || !isThatDay)
    throw new PrismeError('search.badQuery', { part: part.slice(0, 100), reason: 'badDate' });
  return date.getTime();
}
