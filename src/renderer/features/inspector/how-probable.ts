/**
 * "How probable was …?": a typed text cut into tokens, and the probability of each at a place. Page. What was asked is
 * kept while the page lives.
 */
import { create } from 'zustand';
import type { ModelId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { probe } from './exact.ts';
import { placeKey } from './inspected-place.ts';

export type ProbablePiece = {
  readonly tokenId: number;
  /** ln p, raw, in nats. */
  readonly logprob: number;
  /** Among the whole vocabulary, from 1. */
  readonly rank: number | null;
};

/** One way to begin the text, with the probability of each of its tokens behind those before it. */
export type ProbableText = {
  readonly text: string;
  readonly hasSpaceBefore: boolean;
  readonly pieces: readonly ProbablePiece[];
  readonly profile: EvaluationProfile;
};

export type ProbableState = {
  readonly isRunning: boolean;
  readonly answers: readonly ProbableText[];
  readonly error: PageError | null;
};

type Asked = {
  /** What stands in the field, at every place. */
  readonly text: string;
  readonly byPlace: Readonly<Record<string, ProbableState>>;
};

export const useHowProbable = create<Asked>(() => ({ text: '', byPlace: {} }));

let running: AbortController | null = null;

export function stopHowProbable(): void {
  running?.abort();
}

type Cut = { readonly text: string; readonly hasSpaceBefore: boolean; readonly tokenIds: number[] };

/** Two ways to begin a text: at the edge of what stands there, and as a new word. The same tokens count once. */
async function cutsOf(modelId: ModelId, text: string): Promise<readonly Cut[]> {
  const plain = await core.tokenizer.cut({ modelId, text });
  const typed: Cut = { text, hasSpaceBefore: false, tokenIds: plain.tokenIds };
  if (/^\s/.test(text)) return [typed];
  const spaced = await core.tokenizer.cut({ modelId, text: ` ${text}` });
  return spaced.tokenIds.join() === plain.tokenIds.join()
    ? [typed]
    : [typed, { text, hasSpaceBefore: true, tokenIds: spaced.tokenIds }];
}

async function answer(place: BranchPlace, cut: Cut, signal: AbortSignal): Promise<ProbableText | null> {
  const { text, hasSpaceBefore, tokenIds } = cut;
  if (tokenIds.length !== 1) {
    const { tokens, profile } = await core.inspection.continuation({ place, tokenIds }, { signal });
    return { text, hasSpaceBefore, pieces: tokens, profile };
  }
  const question = { place, topN: 1, isExact: true, wanted: tokenIds };
  const found = await probe(question, signal, () => undefined);
  return found && { text, hasSpaceBefore, pieces: found.wanted, profile: found.profile };
}

/** Asks at a place; never rejects: the state says how it went. */
export async function askHowProbable(place: BranchPlace, modelId: ModelId, text: string): Promise<void> {
  running?.abort();
  const abort = new AbortController();
  running = abort;
  const key = placeKey(place);
  const put = (isRunning: boolean, error: PageError | null = null): void => {
    const state: ProbableState = { answers: answers.slice(), isRunning, error };
    useHowProbable.setState(({ byPlace }) => ({ byPlace: { ...byPlace, [key]: state } }));
  };
  const answers: ProbableText[] = [];
  put(true);
  try {
    for (const cut of await cutsOf(modelId, text)) {
      const found = await answer(place, cut, abort.signal);
      if (found) answers.push(found);
      put(true);
    }
    put(false);
  } catch (error) {
    put(false, abort.signal.aborted ? null : toPageError(error));
  }
}
