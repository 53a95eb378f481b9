/**
 * What a run over questions has given so far, and what follows from it: scores, favourites, how often they are right.
 * Page, pure. It grows with every item, so that a run of thousands of questions is never counted again.
 */
import type { ChoiceQuestion, ChoiceReading, ChoicesItem, ChoicesRequest } from '#contract/choices.ts';
import type { ErrorRecord } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import {
  type AnswerFacts,
  type AnswerScoring,
  answerScorings,
  favouriteAnswer,
} from '#probability/choices/answer-scores.ts';
import { answerLetters } from '#probability/choices/question-text.ts';
import { type CountedShare, wilsonInterval } from '#probability/choices/wilson-interval.ts';

/** By scoring and order: how many questions with a right answer were read, and how many favourites were that answer. */
type Counts = Record<AnswerScoring, { readonly asked: number[]; readonly right: number[] }>;

export type Accuracy = CountedShare & {
  /** Questions that it is about: those with a right answer, read in the given order. */
  readonly questions: number;
  /** Lowest and highest share over the orders that all these questions have; null: there is only one. */
  readonly orders: { readonly low: number; readonly high: number } | null;
};

export class ModelResults {
  readonly readings = new Map<number, readonly ChoiceReading[]>();
  readonly refused = new Map<number, ErrorRecord>();
  profile: EvaluationProfile | null = null;
  error: ErrorRecord | null = null;
  readonly #counts = Object.fromEntries(
    answerScorings.map((scoring) => [scoring, { asked: [], right: [] }]),
  ) as unknown as Counts;

  count(scoring: AnswerScoring, order: number, isRight: boolean): void {
    const { asked, right } = this.#counts[scoring];
    asked[order] = (asked[order] ?? 0) + 1;
    right[order] = (right[order] ?? 0) + (isRight ? 1 : 0);
  }

  /** Null: no question says which answer is right, or none has this score. */
  accuracy(scoring: AnswerScoring): Accuracy | null {
    const { asked, right } = this.#counts[scoring];
    const questions = asked[0] ?? 0;
    if (questions === 0) return null;
    const shares = right.filter((_, order) => asked[order] === questions).map((hits) => hits / questions);
    const orders = shares.length > 1 ? { low: Math.min(...shares), high: Math.max(...shares) } : null;
    return { ...wilsonInterval(right[0] ?? 0, questions), questions, orders };
  }
}

export class RunResults {
  readonly request: ChoicesRequest;
  readonly #models = new Map<ModelId, ModelResults>();
  #items = 0;

  constructor(request: ChoicesRequest) {
    this.request = request;
    for (const modelId of request.modelIds) this.#models.set(modelId, new ModelResults());
  }

  /** Items that were taken: where reading goes on. */
  get items(): number {
    return this.#items;
  }

  of(modelId: ModelId): ModelResults {
    return this.#models.get(modelId) ?? new ModelResults();
  }

  get hasCorrect(): boolean {
    return this.request.questions.some(({ correct }) => correct !== null);
  }

  add(item: ChoicesItem): void {
    this.#items++;
    const results = this.of(item.modelId);
    if (item.kind === 'model') {
      results.profile = item.profile;
      results.error = item.error;
    } else if (item.kind === 'refused') results.refused.set(item.question, item.error);
    else {
      results.readings.set(item.question, item.readings);
      this.#count(results, item.question, item.readings);
    }
  }

  /** What the scores are made of, in the order of the answers. */
  facts(question: number, reading: ChoiceReading): AnswerFacts[] {
    const asked = this.request.questions[question];
    return reading.answers.map(({ logprob, neutralLogprob, tokens }, answer) => {
      const text = this.request.mode === 'letters' ? answerLetters.charAt(answer) : asked?.answers[answer];
      return { logprob, neutralLogprob, tokens, ...lengthsOf(text ?? '') };
    });
  }

  #count(results: ModelResults, question: number, readings: readonly ChoiceReading[]): void {
    const correct = this.request.questions[question]?.correct ?? null;
    if (correct === null) return;
    for (const [order, reading] of readings.entries()) {
      const facts = this.facts(question, reading);
      for (const scoring of answerScorings) {
        const favourite = favouriteAnswer(scoring, facts);
        if (favourite !== null) results.count(scoring, order, favourite === correct);
      }
    }
  }
}

function lengthsOf(text: string): { characters: number; bytes: number } {
  return { characters: Array.from(text).length, bytes: new TextEncoder().encode(text).length };
}

/** Answers as a person knows them: "A. Paris". */
export function answerName({ answers }: Pick<ChoiceQuestion, 'answers'>, answer: number): string {
  return `${answerLetters.charAt(answer)}. ${answers[answer] ?? ''}`;
}
