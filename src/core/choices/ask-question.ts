/**
 * Asks one model one question: the probability of each answer, in each order, and against a neutral prompt. Runs in the
 * core. Knows no run and no other question.
 */
import type { ChoiceQuestion, ChoiceReading, ChoicesRequest } from '#contract/choices.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { answerOrders } from '#probability/choices/answer-orders.ts';
import { listsAnswers, questionText } from '#probability/choices/question-text.ts';
import { type Cutter, cutQuestion } from './cut-question.ts';
import { readContinuations } from './read-continuations.ts';

/** What holds for every question of a run. */
export type ChoiceForm = Pick<ChoicesRequest, 'mode' | 'reading' | 'form' | 'neutral' | 'orders' | 'seed'>;

export type AskedQuestion = {
  /** One for each order, the given one first. */
  readonly readings: ChoiceReading[];
  readonly profile: EvaluationProfile;
};

/**
 * Null: `isLeft` became true.
 * @param place of the question in the set, from 0
 * @throws choices.noBeginning, generation.contextFull, scoring.textChanged, model.*, engine.*
 */
export async function askQuestion(
  cutter: Cutter,
  form: ChoiceForm,
  question: ChoiceQuestion,
  place: number,
  isLeft: () => boolean,
): Promise<AskedQuestion | null> {
  const count = listsAnswers(form.form) ? form.orders : 1;
  const neutral = createNeutralReader(cutter, form, question, isLeft);
  const readings: ChoiceReading[] = [];
  let profile: EvaluationProfile | null = null;
  for (const order of answerOrders(question.answers.length, count, form.seed, place)) {
    const { prompt, continuations } = questionText(question, form.form, form.mode, order);
    const cut = await cutQuestion(cutter, form.reading, prompt, continuations);
    if (cut.promptIds.length === 0) throw new PrismeError('choices.noBeginning');
    const read = await readContinuations(cutter.engine, cut.promptIds, cut.continuations, isLeft);
    const behindNeutral = read && (await neutral.read(continuations));
    if (read === null || behindNeutral === null) return null;
    readings.push({
      order: [...order],
      answers: read.readings.map(({ logprob, isGreedy }, answer) => ({
        logprob,
        neutralLogprob: behindNeutral[answer] ?? null,
        tokens: cut.continuations[answer]?.length ?? 0,
        isGreedy,
      })),
      promptTokens: cut.promptIds.length,
      spannedBytes: cut.spannedBytes,
    });
    ({ profile } = read);
  }
  return { readings, profile: profile ?? cutter.engine.model.profile };
}

/** ln p behind the neutral prompt, in nats. Each text is read once: it does not depend on the order. */
function createNeutralReader(
  cutter: Cutter,
  form: ChoiceForm,
  question: ChoiceQuestion,
  isLeft: () => boolean,
) {
  const prompt = question.neutral ?? form.neutral;
  const known = new Map<string, number>();
  return {
    /** In the order of the texts; nothing where there is no neutral prompt or no token before them. Null: left. */
    async read(texts: readonly string[]): Promise<readonly (number | undefined)[] | null> {
      if (prompt === '') return [];
      if (texts.some((text) => !known.has(text))) {
        const cut = await cutQuestion(cutter, form.reading, prompt, texts);
        if (cut.promptIds.length === 0) return [];
        const read = await readContinuations(cutter.engine, cut.promptIds, cut.continuations, isLeft);
        if (read === null) return null;
        for (const [index, { logprob }] of read.readings.entries()) known.set(texts[index] ?? '', logprob);
      }
      return texts.map((text) => known.get(text));
    },
  };
}
