/**
 * Comparisons: the list of them and the beginning of a new one, or the one that is open; and the same of blind votes. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { takeRequest } from '../../state/instruments.ts';
import { useView } from '../../state/view.ts';
import { ComparisonView } from './comparison-view.tsx';
import { useComparisonLook } from './comparisons-store.ts';
import { StartComparison } from './start-comparison.tsx';
import { RoundScreen } from './votes/round-screen.tsx';
import { openRound, useVotesView } from './votes/votes-store.ts';

export function ComparisonsScreen(): ReactNode {
  const comparisonId = useView((view) => view.comparisonId);
  const roundId = useVotesView((view) => view.roundId);
  useEffect(() => {
    const request = takeRequest('comparisons');
    if (!request) return;
    // The chosen token is what it was opened for.
    useComparisonLook.setState({ expandedId: null, pinned: null });
    openRound(null);
    useView.setState({ comparisonId: request.comparisonId });
  }, []);
  if (comparisonId !== null) return <ComparisonView key={comparisonId} comparisonId={comparisonId} />;
  return roundId === null ? <StartComparison /> : <RoundScreen key={roundId} comparisonId={roundId} />;
}
