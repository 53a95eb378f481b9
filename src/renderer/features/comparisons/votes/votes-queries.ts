/**
 * What the page has read of blind votes. Page. Notices of the core make it read again (state/notices.ts).
 */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ComparisonId } from '#contract/ids.ts';
import type { VoteRating, VoteRound, VoteSummary } from '#contract/votes.ts';
import { core } from '../../../client.ts';
import { queryKeys } from '../../../state/queries.ts';

export const roundKey = (id: ComparisonId) => [...queryKeys.votes, 'round', id] as const;

export function useVotes(): UseQueryResult<VoteSummary[]> {
  return useQuery({ queryKey: [...queryKeys.votes, 'list'], queryFn: () => core.votes.list({}) });
}

export function useRound(comparisonId: ComparisonId): UseQueryResult<VoteRound> {
  return useQuery({ queryKey: roundKey(comparisonId), queryFn: () => core.votes.get({ comparisonId }) });
}

/** @param folder null: over all */
export function useRatings(folder: string | null): UseQueryResult<VoteRating[]> {
  return useQuery({
    queryKey: [...queryKeys.votes, 'ratings', folder],
    queryFn: () => core.votes.ratings({ folder }),
  });
}
