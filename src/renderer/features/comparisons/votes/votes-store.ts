/**
 * What is open of blind votes, and what is remembered while the window is open. Page, memory only.
 */
import { create } from 'zustand';
import type { ComparisonId } from '#contract/ids.ts';

type VotesView = {
  /** The round that is open; null: none is. */
  readonly roundId: ComparisonId | null;
  /** What stands in the place of the list: comparisons and the beginning of one, or votes and ratings. */
  readonly view: 'comparisons' | 'votes';
  /** The next comparison begins with hidden names. */
  readonly isBlind: boolean;
  /** The folder of the next question; empty: the one that is offered. */
  readonly folder: string;
  /** Whose votes are shown; null: all. */
  readonly shownFolder: string | null;
};

export const useVotesView = create<VotesView>(() => ({
  roundId: null,
  view: 'comparisons',
  isBlind: false,
  folder: '',
  shownFolder: null,
}));

export const openRound = (roundId: ComparisonId | null): void => useVotesView.setState({ roundId });
