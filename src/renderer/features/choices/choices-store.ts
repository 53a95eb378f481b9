/**
 * The questions, how they are asked, and the run that the page follows: kept while the person is elsewhere. Page, memory
 * only.
 */
import { create } from 'zustand';
import type { ChoiceQuestion, ChoicesRequest } from '#contract/choices.ts';
import type { ModelId } from '#contract/ids.ts';
import type { AnswerScoring } from '#probability/choices/answer-scores.ts';
import type { ChoiceMode } from '#probability/choices/question-text.ts';
import type { PageError } from '../../core-error.ts';
import type { RunResults } from './run-results.ts';

/** A run that the page follows. `results` grows; `items` says how far. */
export type FollowedRun = {
  readonly jobId: string;
  readonly state: 'waiting' | 'running' | 'paused' | 'complete' | 'cancelled' | 'failed';
  readonly error: PageError | null;
  readonly modelId: ModelId | null;
  readonly done: number;
  readonly total: number;
  readonly results: RunResults;
  readonly items: number;
};

type ChoicesWork = {
  readonly source: 'one' | 'set';
  readonly question: string;
  /** One answer a line. */
  readonly answers: string;
  readonly correct: number | null;
  readonly set: { readonly fileName: string; readonly questions: ChoiceQuestion[] } | null;
  readonly fileError: PageError | null;
  readonly mode: ChoiceMode;
  readonly reading: ChoicesRequest['reading'];
  /** Null: the usual one of the mode, in the reader's language. */
  readonly form: string | null;
  readonly neutral: string | null;
  readonly orders: number;
  readonly seed: number;
  /** Null: the model that is chosen in the header. */
  readonly modelIds: readonly ModelId[] | null;
  readonly run: FollowedRun | null;
  /** The question whose numbers are shown. */
  readonly shown: number;
  /** What the list of questions shows the favourites by. */
  readonly listedBy: AnswerScoring;
};

export const useChoices = create<ChoicesWork>(() => ({
  source: 'one',
  question: '',
  answers: '',
  correct: null,
  set: null,
  fileError: null,
  mode: 'answers',
  reading: 'raw',
  form: null,
  neutral: null,
  orders: 6,
  seed: 1,
  modelIds: null,
  run: null,
  shown: 0,
  listedBy: 'sum',
}));

/** Changes the followed run, if it is still this one. */
export function updateRun(jobId: string, change: Partial<FollowedRun>): void {
  const { run } = useChoices.getState();
  if (run?.jobId === jobId) useChoices.setState({ run: { ...run, ...change } });
}

/** Answers that are typed: one a line, empty lines left out. */
export function typedAnswers(answers: string): string[] {
  return answers
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const mostAnswers = 26;

/** What would be asked now; empty: nothing yet. */
export function questionsOf(work: ChoicesWork): ChoiceQuestion[] {
  if (work.source === 'set') return work.set?.questions ?? [];
  const answers = typedAnswers(work.answers);
  if (work.question.trim() === '' || answers.length < 2 || answers.length > mostAnswers) return [];
  const correct = work.correct !== null && work.correct < answers.length ? work.correct : null;
  return [{ question: work.question, answers, correct, neutral: null }];
}
