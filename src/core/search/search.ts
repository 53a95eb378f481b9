/**
 * Search over titles and messages. Runs in the core. Loads no model and stores nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  hitsPerPage,
  mostTitles,
  type PassagePart,
  type SearchHit,
  type SearchResult,
} from '#contract/search.ts';
import { type FoundMessage, matchEnd, matchStart, type SearchPlaces } from '../db/search.ts';
import type { Store } from '../db/store.ts';
import { fold, parseQuery, type SearchQuery } from './parse-query.ts';

export type SearchService = {
  /** @throws search.badQuery */
  find(query: string, from: number | null): Promise<SearchResult>;
};

const nothing: SearchResult = { titles: [], hits: [], next: null };
/** How long a page is filled before what there is is shown; everything else has its turn in between. */
const pageMs = 60;

export function createSearch(store: Pick<Store, 'search'>): SearchService {
  return {
    find: async (text, from) => {
      const query = parseQuery(text);
      if (!isAsking(query)) return nothing;
      const titles = from === null ? titlesWith(query, store) : [];
      return { titles, ...(await pageOf(query, store, from)) };
    },
  };
}

const isAsking = ({ match, model, folder, tag, fromMs, toMs }: SearchQuery): boolean =>
  [match, model, folder, tag, fromMs, toMs].some((condition) => condition !== null);

/** In which conversations is looked. */
function placesOf({ folder, tag }: SearchQuery, { search }: Pick<Store, 'search'>): SearchPlaces {
  const folderIds = folder === null ? null : search.folderIds((name) => fold(name).includes(folder));
  return { folderIds, tag };
}

async function pageOf(
  query: SearchQuery,
  { search }: Pick<Store, 'search'>,
  from: number | null,
): Promise<Pick<SearchResult, 'hits' | 'next'>> {
  const { match, model, fromMs, toMs } = query;
  const places = placesOf(query, { search });
  const startedAtMs = performance.now();
  const hits: SearchHit[] = [];
  let next = from;
  do {
    const limit = hitsPerPage - hits.length;
    const found = search.messages({ match, model, ...places, fromMs, toMs, before: next, limit });
    hits.push(...found.messages.map(hitOf));
    next = found.next;
    await nextTurn();
  } while (next !== null && hits.length < hitsPerPage && performance.now() - startedAtMs < pageMs);
  return { hits, next };
}

/** A condition on messages says nothing about a title; one on conversations does, also without a word. */
function titlesWith(query: SearchQuery, { search }: Pick<Store, 'search'>): SearchResult['titles'] {
  const { words, withoutWords, model, folder, tag, fromMs, toMs } = query;
  if (model !== null || fromMs !== null || toMs !== null) return [];
  if (words.length === 0 && folder === null && tag === null) return [];
  const isWanted = (title: string): boolean => {
    const folded = fold(title);
    return (
      words.every((word) => folded.includes(word)) && !withoutWords.some((word) => folded.includes(word))
    );
  };
  return search.titles(isWanted, placesOf(query, { search }), mostTitles);
}

function hitOf({ id, number: _number, passage, ...message }: FoundMessage): SearchHit {
  return { ...message, messageId: id, passage: partsOf(passage) };
}

/** Pieces of words beside each other are one part; a text that holds the marks itself is only marked oddly. */
function partsOf(passage: string): PassagePart[] {
  let isMatch = false;
  const parts: PassagePart[] = [];
  for (const piece of passage.split(new RegExp(`([${matchStart}${matchEnd}])`, 'u'))) {
    if (piece === matchStart || piece === matchEnd) isMatch = piece === matchStart;
    else if (piece !== '') parts.push({ text: piece.slice(0, 4_000), isMatch });
  }
  return parts.slice(0, 500);
}
