/**
 * Reads the distribution at the place where the caret is: cuts what has no ids yet, then asks the model. Page. A newer
 * place overtakes an older one, whose request is cancelled and whose answer is never shown.
 */
import { useEffect, useState } from 'react';
import type { ModelId } from '#contract/ids.ts';
import type { Reading as TextReading } from '#contract/tokenizer.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import type { KnownIds } from './beginning.ts';
import { readDistribution, type Reading } from './read-distribution.ts';

/** What stands before the caret, as text and as far as it is known as ids. */
export type BenchPlace = {
  readonly modelId: ModelId;
  readonly context: string;
  readonly before: string;
  readonly text: TextReading;
  readonly known: KnownIds | null;
  /** Entropy from the complete row. */
  readonly isExact: boolean;
};

export type BenchReading = {
  readonly place: BenchPlace;
  readonly tokenIds: readonly number[];
  readonly reading: Reading;
};

export type ReadingState = {
  readonly phase: 'reading' | 'ready' | 'nothing' | 'failed';
  /** The last one that was read; of an earlier place while `phase` is not `ready`. */
  readonly last: BenchReading | null;
  readonly error: PageError | null;
  /** 0..1 of the evaluation; null: not known. */
  readonly fraction: number | null;
};

const debounceMs = 150;
const topN = 64;
const start: ReadingState = { phase: 'reading', last: null, error: null, fraction: null };

async function idsOf({ modelId, text, known }: BenchPlace, signal: AbortSignal): Promise<readonly number[]> {
  if (known === null) return (await core.tokenizer.render({ modelId, reading: text }, { signal })).tokenIds;
  if (known.rest === '') return known.tokenIds;
  const { tokenIds } = await core.tokenizer.cut({ modelId, text: known.rest }, { signal });
  return [...known.tokenIds, ...tokenIds];
}

/** @returns null when nothing stands there: no token to read a distribution after */
async function readPlace(
  place: BenchPlace,
  signal: AbortSignal,
  onFraction: (fraction: number) => void,
): Promise<BenchReading | null> {
  const tokenIds = await idsOf(place, signal);
  if (tokenIds.length === 0) return null;
  const { modelId, isExact } = place;
  const events = await core.inspection.probe(
    { place: { kind: 'tokens', modelId, tokenIds: [...tokenIds] }, topN, isExact, wanted: [] },
    { signal },
  );
  for await (const event of events) {
    if (event.kind === 'result') return { place, tokenIds, reading: readDistribution(event.distribution) };
    if (event.total > 0) onFraction(event.evaluated / event.total);
  }
  return null;
}

/** The distribution at a place, a moment after the caret has come to rest there. */
export function useReading(place: BenchPlace | null): ReadingState & { readonly retry: () => void } {
  const [state, setState] = useState(start);
  // A new object reads again: another place, or the same one after a failure.
  const [wanted, setWanted] = useState({ place });
  if (wanted.place !== place) setWanted({ place });
  useEffect(() => {
    const { place } = wanted;
    if (place === null) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    const change = (next: Partial<ReadingState>): void => {
      if (!signal.aborted) setState((known) => ({ ...known, ...next }));
    };
    change({ phase: 'reading', error: null, fraction: null });
    const read = (): void =>
      void readPlace(place, signal, (fraction) => change({ fraction })).then(
        (last) => change(last === null ? { phase: 'nothing', last } : { phase: 'ready', last }),
        (error: unknown) => change({ phase: 'failed', error: toPageError(error) }),
      );
    // A picked token is not typed: nobody types on while it is read.
    const timer = setTimeout(read, place.known === null ? debounceMs : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted]);
  return { ...state, retry: () => setWanted({ place }) };
}
