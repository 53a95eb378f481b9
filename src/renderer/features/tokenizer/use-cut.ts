/**
 * Cuts the text with each vocabulary that is wanted, one after the other, a moment after the last key. Page. A newer
 * text overtakes an older one. Models with one vocabulary are asked once.
 */
import { useEffect, useState } from 'react';
import type { VocabularyHash } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { queryClient, queryKeys, type ModelList } from '../../state/queries.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { traceStore } from '../../state/traces/traces.ts';
import { cutText, type CutText } from './cut-text.ts';

/** The models that share a vocabulary. */
export type Tokeniser = { readonly hash: VocabularyHash; readonly models: readonly Model[] };

export type Cut = {
  /** The text that was cut: an older one while a newer is being cut. */
  readonly text: string;
  readonly vocabulary: VocabularyTable;
  readonly result: CutText;
};

export type CutState = {
  readonly cut: Cut | null;
  readonly isCutting: boolean;
  readonly error: PageError | null;
};

const debounceMs = 150;
/** One model is in memory at a time: another one takes its place only when the text has come to rest. */
const swapMs = 1_000;
const nothing: CutState = { cut: null, isCutting: false, error: null };

/** In the order of the models. */
export function tokenisersOf(models: readonly Model[]): readonly Tokeniser[] {
  const hashes = [...new Set(models.map(({ vocabularyHash }) => vocabularyHash))];
  return hashes.map((hash) => ({
    hash,
    models: models.filter(({ vocabularyHash }) => vocabularyHash === hash),
  }));
}

/** The model of a tokeniser that is loaded now. */
function loadedOf({ models }: Tokeniser): Model | undefined {
  const now = queryClient.getQueryData<ModelList>(queryKeys.models)?.models ?? [];
  return models.find(({ id }) => now.some((model) => model.id === id && model.state.kind === 'loaded'));
}

/** The loaded one first, so that a change of the text swaps as few models as it can. */
function inTurn(tokenisers: readonly Tokeniser[]): readonly Tokeniser[] {
  return [
    ...tokenisers.filter((tokeniser) => loadedOf(tokeniser)),
    ...tokenisers.filter((tokeniser) => !loadedOf(tokeniser)),
  ];
}

async function cutWith(tokeniser: Tokeniser, text: string, signal: AbortSignal): Promise<Cut | null> {
  const { hash, models } = tokeniser;
  const model = loadedOf(tokeniser) ?? models[0];
  if (!model) return null;
  const vocabulary = await traceStore.vocabulary(hash);
  const { tokenIds } =
    text === '' ? { tokenIds: [] } : await core.tokenizer.cut({ modelId: model.id, text }, { signal });
  return { text, vocabulary, result: cutText(vocabulary, tokenIds) };
}

function rest(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

export function useCuts(
  tokenisers: readonly Tokeniser[],
  text: string,
): { readonly stateOf: (hash: VocabularyHash) => CutState; readonly retry: () => void } {
  const [states, setStates] = useState<ReadonlyMap<VocabularyHash, CutState>>(new Map());
  // Models change with every notice; what is cut depends on which they are only.
  const key = tokenisers.map(({ models }) => models.map(({ id }) => id).join()).join(';');
  const [latest, setLatest] = useState({ key, tokenisers });
  if (latest.key !== key) setLatest({ key, tokenisers });
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const put = (hash: VocabularyHash, change: Partial<CutState>): void => {
      if (signal.aborted) return;
      setStates((known) => new Map(known).set(hash, { ...(known.get(hash) ?? nothing), ...change }));
    };
    const cutAll = async (): Promise<void> => {
      const turns = inTurn(latest.tokenisers);
      for (const tokeniser of turns) {
        if (turns.length > 1 && text !== '' && !loadedOf(tokeniser)) await rest(swapMs);
        if (signal.aborted) return;
        try {
          const cut = await cutWith(tokeniser, text, signal);
          put(tokeniser.hash, { cut, isCutting: false, error: null });
        } catch (error) {
          put(tokeniser.hash, { isCutting: false, error: toPageError(error) });
        }
      }
    };
    for (const { hash } of latest.tokenisers) put(hash, { isCutting: true });
    const timer = setTimeout(() => void cutAll(), debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [latest, text]);
  return {
    stateOf: (hash) => states.get(hash) ?? nothing,
    retry: () => setLatest({ key, tokenisers }),
  };
}
