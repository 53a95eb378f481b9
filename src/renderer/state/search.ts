/**
 * The search that stands in the column of conversations: what is typed, and what the core found. Runs in the page.
 */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { SearchHit, SearchResult } from '#contract/search.ts';
import { core } from '../client.ts';
import { clearMarks } from './found-text.ts';

/** Kept while the window lives, so that a second hit is one click away. */
export const useSearchText = create<{ readonly text: string }>(() => ({ text: '' }));

export function setSearchText(text: string): void {
  if (text === '') clearMarks();
  useSearchText.setState({ text });
}

/** A pause in typing. */
const pauseMs = 120;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

export type Search = {
  readonly titles: SearchResult['titles'];
  readonly hits: readonly SearchHit[];
  /** Where the search has not come to its end: look further back. Null: this was everything. */
  readonly goOn: (() => void) | null;
  readonly isSearching: boolean;
  readonly error: unknown;
  readonly retry: () => void;
};

/** Searched anew whenever somebody looks: messages come by the second. */
export function useSearch(text: string): Search {
  const query = usePaused(text.trimStart());
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['search', query],
    queryFn: ({ pageParam }) => core.search.find({ query, from: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: query.trim() !== '',
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const hits = data?.pages.flatMap((page) => page.hits) ?? [];
  // Nothing yet, and there is more to look through: nobody has to ask for that.
  const isEmptyPage = hasNextPage && !isFetching && hits.length === 0;
  useEffect(() => {
    if (isEmptyPage) void fetchNextPage();
  }, [isEmptyPage, fetchNextPage]);
  return {
    titles: data?.pages[0]?.titles ?? [],
    hits,
    goOn: hasNextPage ? () => void (isFetching || fetchNextPage()) : null,
    isSearching: isFetching || query !== text.trimStart(),
    error,
    retry: () => void refetch(),
  };
}
