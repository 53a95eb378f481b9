/**
 * Comparisons: the list of them and the beginning of a new one, or the one that is open. Page.
 */
import { useEffect, type ReactNode } from 'react';
import { takeRequest } from '../../state/instruments.ts';
import { useView } from '../../state/view.ts';
import { ComparisonView } from './comparison-view.tsx';
import { useComparisonLook } from './comparisons-store.ts';
import { StartComparison } from './start-comparison.tsx';

export function ComparisonsScreen(): ReactNode {
  const comparisonId = useView((view) => view.comparisonId);
  useEffect(() => {
    const request = takeRequest('comparisons');
    if (!request) return;
    // The chosen token is what it was opened for.
    useComparisonLook.setState({ expandedId: null, pinned: null });
    useView.setState({ comparisonId: request.comparisonId });
  }, []);
  return comparisonId === null ? (
    <StartComparison />
  ) : (
    <ComparisonView key={comparisonId} comparisonId={comparisonId} />
  );
}
