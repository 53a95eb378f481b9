/**
 * The results of a run over questions as files: one row for each answer in each order as CSV, everything as JSON. Page,
 * pure.
 */
import type { ChoiceReading } from '#contract/choices.ts';
import type { Model } from '#contract/models.ts';
import { answerScore, answerScorings, answerShares } from '#probability/choices/answer-scores.ts';
import { byteOrderMark, csvLine } from '../../components/exporting/csv.ts';
import type { RunResults } from './run-results.ts';

const columns = [
  'model', 'model_id', 'question', 'question_text', 'order', 'answer', 'answer_text', 'is_correct', 'place', 'tokens', 'characters',
  'bytes', 'logprob_nats', 'neutral_logprob_nats', 'per_token', 'per_character', 'per_byte', 'pmi_nats', 'share', 'is_greedy',
  'prompt_tokens', 'spanned_bytes',
]; // prettier-ignore

type Named = Pick<Model, 'id' | 'name'>;

/** Raw natural logarithms with all their digits; decimal points in every language. */
export function choicesCsv(results: RunResults, models: readonly Named[]): Blob {
  const lines: string[] = [byteOrderMark, csvLine(columns)];
  for (const model of modelsOf(results, models))
    for (const [question, readings] of results.of(model.id).readings)
      for (const [order, reading] of readings.entries())
        lines.push(linesOf(results, model, { question, order, reading }));
  return new Blob(lines, { type: 'text/csv' });
}

function linesOf(
  results: RunResults,
  model: Named,
  { question, order, reading }: { question: number; order: number; reading: ChoiceReading },
): string {
  const asked = results.request.questions[question];
  const correct = asked?.correct ?? null;
  const shares = answerShares(reading.answers.map(({ logprob }) => logprob));
  return results
    .facts(question, reading)
    .map(
      (facts, answer) =>
      csvLine([
        model.name, model.id, question, asked?.question ?? '', order, answer, asked?.answers[answer] ?? '',
        correct === null ? null : correct === answer,
        reading.order.indexOf(answer), facts.tokens, facts.characters, facts.bytes, facts.logprob, facts.neutralLogprob,
        ...answerScorings.slice(1).map((scoring) => answerScore(scoring, facts)),
        shares[answer] ?? null, reading.answers[answer]?.isGreedy ?? null, reading.promptTokens, reading.spannedBytes,
      ]), // prettier-ignore
    )
    .join('');
}

/** The request, and by model its profile, its accuracies and every reading. */
export function choicesJson(results: RunResults, models: readonly Named[], version: string): Blob {
  const content = {
    schema: 'prisme.choices.v1',
    exportedBy: `Prisme ${version}`,
    exportedAtMs: Date.now(),
    unit: 'nats',
    request: results.request,
    models: modelsOf(results, models).map((model) => ({ ...model, ...resultsOf(results, model) })),
  };
  return new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' });
}

function resultsOf(results: RunResults, { id }: Named) {
  const { profile, error, readings, refused } = results.of(id);
  const accuracy = Object.fromEntries(
    answerScorings.map((scoring) => [scoring, results.of(id).accuracy(scoring)]),
  );
  return {
    profile,
    error,
    accuracy,
    questions: [...readings].map(([question, read]) => ({ question, readings: read })),
    refused: [...refused].map(([question, why]) => ({ question, error: why })),
  };
}

/** In the order in which they were asked; one that is gone from the list has no name any more. */
function modelsOf({ request }: RunResults, models: readonly Named[]): Named[] {
  return request.modelIds.map((id) => ({ id, name: models.find((model) => model.id === id)?.name ?? '' }));
}
