/**
 * How the open comparison is looked at. Page, memory only; what is open is in the view.
 */
import { create } from 'zustand';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import { tokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import { useView } from '../../state/view.ts';
import type { Alignment } from './align-texts.ts';
import type { DiffUnit } from './diff-texts.ts';

export type ComparisonLook = {
  readonly follow: Alignment | 'off';
  readonly differences: DiffUnit | 'off';
  /** The lane that has the whole width; null: all are shown. */
  readonly expandedId: ConversationId | null;
  /** The token that others are put beside. */
  readonly pinned: TokenSelection | null;
};

export const useComparisonLook = create<ComparisonLook>(() => ({
  follow: 'sentence',
  differences: 'off',
  expandedId: null,
  pinned: null,
}));

export function openComparison(comparisonId: ComparisonId | null): void {
  tokenSelection.set(null);
  useComparisonLook.setState({ expandedId: null, pinned: null });
  useView.setState({ comparisonId, laneId: null });
}
