/**
 * Exact distributions that were computed again, by place, kept while the page lives. Page. One question at a time: the
 * engine answers one after the other anyway.
 */
import { create } from 'zustand';
import type { Distribution } from '#contract/engine.ts';
import type { BranchPlace } from '#contract/place.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { placeKey } from './inspected-place.ts';

export type ExactState =
  /** `fraction` in [0, 1]; null: waiting for the engine. */
  | { readonly kind: 'running'; readonly fraction: number | null }
  | { readonly kind: 'known'; readonly distribution: Distribution }
  | { readonly kind: 'failed'; readonly error: PageError };

const tokensShown = 64;

export const useExact = create<Readonly<Record<string, ExactState | undefined>>>(() => ({}));

let running: AbortController | null = null;

export function stopExact(): void {
  running?.abort();
}

/**
 * The raw distribution at a place. Null: stopped.
 * @throws what the core answers
 */
export async function probe(
  question: Parameters<typeof core.inspection.probe>[0],
  signal: AbortSignal,
  onProgress: (fraction: number | null) => void,
): Promise<Distribution | null> {
  for await (const event of await core.inspection.probe(question, { signal })) {
    if (event.kind === 'result') return event.distribution;
    onProgress(event.total === 0 ? null : event.evaluated / event.total);
  }
  return null;
}

/** @param tokenId the token that stands there; null: none does */
export async function computeExactly(place: BranchPlace, tokenId: number | null): Promise<void> {
  running?.abort();
  const abort = new AbortController();
  running = abort;
  const key = placeKey(place);
  const put = (state: ExactState | undefined): void => useExact.setState({ [key]: state });
  put({ kind: 'running', fraction: null });
  try {
    const distribution = await probe(
      { place, topN: tokensShown, isExact: true, wanted: tokenId === null ? [] : [tokenId] },
      abort.signal,
      (fraction) => put({ kind: 'running', fraction }),
    );
    put(distribution ? { kind: 'known', distribution } : undefined);
  } catch (error) {
    put(abort.signal.aborted ? undefined : { kind: 'failed', error: toPageError(error) });
  }
}
