/**
 * The texts, the chosen models and the cross-reading that the page follows: kept while the person is elsewhere. Page,
 * memory only.
 */
import { create } from 'zustand';
import type { CrossReadingRequest, TextComparison } from '#contract/cross-reading.ts';
import type { ModelId } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { CrossReadingEvent } from '#contract/cross-reading.ts';
import type { ReadToken } from '#probability/comparison/common-bytes.ts';
import type { WorstPlace } from '#probability/comparison/worst-places.ts';
import type { PageError } from '../../core-error.ts';
import type { TextProblem } from '../../state/text-file.ts';

export type Label = { readonly label: string; readonly text: string };

/** What one model made of one text. */
export type Reading = {
  readonly textIndex: number;
  readonly modelId: ModelId;
  readonly tokens: readonly (ReadToken & { readonly tokenId: number })[];
  readonly profile: EvaluationProfile | null;
  readonly memoryBytes: number;
};

/** KL from the reference, by token, in nats. */
export type Divergences = {
  readonly textIndex: number;
  readonly modelId: ModelId;
  readonly firstToken: number;
  readonly kldNats: Float32Array;
  readonly topSame: Uint8Array;
  /** Largest divergence first. */
  readonly worst: readonly Omit<WorstPlace, 'kldNats'>[];
};

export type FollowedReading = {
  readonly jobId: string;
  readonly request: CrossReadingRequest;
  readonly state: 'running' | 'complete' | 'cancelled' | 'failed';
  readonly error: PageError | null;
  readonly readings: readonly Reading[];
  readonly divergences: readonly Divergences[];
  readonly failures: readonly { readonly modelId: ModelId; readonly error: PageError }[];
  readonly comparisons: readonly TextComparison[];
};

type Work = {
  readonly texts: readonly Label[];
  /** Null: the largest models that are there, the first time. */
  readonly modelIds: readonly ModelId[] | null;
  readonly distributionTokens: number;
  readonly job: FollowedReading | null;
  /** How far `job` is. Apart from it: it changes with every token, and what was found does not. */
  readonly progress: Extract<CrossReadingEvent, { kind: 'state' }> | null;
  /** Which of the texts is shown. */
  readonly shownText: number;
  readonly problem: TextProblem | null;
};

export const mostTexts = 6;
export const mostModels = 8;
export const mostCharacters = 400_000;
export const mostDistributions = 20_000;

export const useCrossReading = create<Work>(() => ({
  texts: [{ label: '', text: '' }],
  modelIds: null,
  distributionTokens: 256,
  job: null,
  progress: null,
  shownText: 0,
  problem: null,
}));

/** Changes the followed cross-reading, if it is still this one. */
export function updateJob(jobId: string, change: (job: FollowedReading) => Partial<FollowedReading>): void {
  const { job } = useCrossReading.getState();
  if (job?.jobId === jobId) useCrossReading.setState({ job: { ...job, ...change(job) } });
}

export function setText(index: number, text: string): void {
  if (text.length > mostCharacters) return useCrossReading.setState({ problem: 'tooLong' });
  const { texts } = useCrossReading.getState();
  const next = texts.map((each, place) => (place === index ? { ...each, text } : each));
  return useCrossReading.setState({ texts: next, problem: null });
}
