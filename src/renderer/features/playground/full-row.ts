/**
 * The whole vocabulary at one place, computed again when somebody asks for it: that of the latest place is kept. Page,
 * memory only.
 */
import { create } from 'zustand';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { LogitsRow } from '#probability/logits-row.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';
import { isSameToken } from './playground-store.ts';
import { rowFromDistribution } from './row-from-distribution.ts';

export type FullRow =
  | { readonly kind: 'none' }
  /** `fraction` in [0, 1]; null: not known yet (the model may be loading). */
  | { readonly kind: 'loading'; readonly fraction: number | null; readonly stop: () => void }
  | { readonly kind: 'failed'; readonly error: PageError }
  | { readonly kind: 'ready'; readonly row: LogitsRow; readonly profile: EvaluationProfile };

type Kept = { readonly place: TokenSelection | null; readonly state: FullRow };

const none: FullRow = { kind: 'none' };
const useKept = create<Kept>(() => ({ place: null, state: none }));

/** What is known about this place. */
export function useFullRow(place: TokenSelection | null): FullRow {
  const kept = useKept();
  return isSameToken(kept.place, place) ? kept.state : none;
}

export function forgetFullRow(): void {
  const { state } = useKept.getState();
  if (state.kind === 'loading') state.stop();
  useKept.setState({ place: null, state: none });
}

/** Asks the model of that text, loading it if needed. Never rejects: the state says how it went. */
export async function loadFullRow(place: TokenSelection, vocabularySize: number): Promise<void> {
  forgetFullRow();
  const aborter = new AbortController();
  const { messageId, target: kind, position } = place;
  const stop = (): void => aborter.abort();
  const show = (state: FullRow): void => {
    if (!aborter.signal.aborted) useKept.setState({ place, state });
  };
  const forget = (): void => useKept.setState({ place: null, state: none });
  aborter.signal.addEventListener('abort', forget, { once: true });
  show({ kind: 'loading', fraction: null, stop });
  try {
    const events = await core.inspection.probe(
      { place: { kind, messageId, position }, topN: vocabularySize, isExact: true, wanted: [] },
      { signal: aborter.signal },
    );
    for await (const event of events) {
      if (event.kind === 'progress')
        show({ kind: 'loading', fraction: event.total > 0 ? event.evaluated / event.total : null, stop });
      else
        show({
          kind: 'ready',
          row: rowFromDistribution(event.distribution),
          profile: event.distribution.profile,
        });
    }
  } catch (error) {
    show({ kind: 'failed', error: toPageError(error) });
  }
}
