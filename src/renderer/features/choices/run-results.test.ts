/** What follows from the readings of a run. */
import { describe, expect, it } from 'vitest';
import type { ChoiceReading, ChoicesItem, ChoicesRequest } from '#contract/choices.ts';
import { modelIdSchema } from '#contract/ids.ts';
import { choicesCsv, choicesJson } from './choices-files.ts';
import { RunResults } from './run-results.ts';

const modelId = modelIdSchema.parse('a'.repeat(64));
const question = { question: 'Été =', answers: ['été', 'winter, long'], correct: 0, neutral: null };
const request: ChoicesRequest = {
  modelIds: [modelId],
  questions: [question, { ...question, correct: 1 }, { ...question, correct: null }],
  mode: 'answers',
  reading: 'raw',
  form: '{question} {answers}',
  neutral: '',
  orders: 2,
  seed: 1,
};

const reading = (logprobs: readonly [number, number], order: readonly [number, number]): ChoiceReading => ({
  order: [...order],
  answers: logprobs.map((logprob) => ({ logprob, neutralLogprob: null, tokens: 2, isGreedy: false })),
  promptTokens: 3,
  spannedBytes: 0,
});
const row = (place: number, ...logprobs: readonly (readonly [number, number])[]): ChoicesItem => ({
  kind: 'row',
  modelId,
  question: place,
  readings: logprobs.map((each, index) => reading(each, index === 0 ? [0, 1] : [1, 0])),
});

function resultsOf(...items: readonly ChoicesItem[]): RunResults {
  const results = new RunResults(request);
  for (const item of items) results.add(item);
  return results;
}

describe('the results of a run', () => {
  it('count the characters and bytes of each answer without the space before it', () => {
    const facts = resultsOf().facts(0, reading([-4, -6], [0, 1]));
    expect(facts.map(({ characters, bytes }) => [characters, bytes])).toEqual([
      [3, 5],
      [12, 12],
    ]);
    const letters = new RunResults({ ...request, mode: 'letters' });
    expect(letters.facts(0, reading([-4, -6], [0, 1]))).toMatchObject([{ bytes: 1 }, { bytes: 1 }]);
  });

  it('say how often the favourite is right in the given order, and between which shares over the orders', () => {
    // By the sum the first answer is the favourite, divided by characters the second one.
    const accuracyOf = (scoring: 'sum' | 'perCharacter' | 'neutral') =>
      resultsOf(row(0, [-4, -6], [-9, -6]), row(1, [-4, -6], [-9, -6]), row(2, [-4, -6], [-9, -6]))
        .of(modelId)
        .accuracy(scoring);
    expect(accuracyOf('sum')).toMatchObject({ questions: 2, share: 0.5, orders: { low: 0.5, high: 0.5 } });
    expect(accuracyOf('perCharacter')).toMatchObject({ questions: 2, share: 0.5 });
    expect(accuracyOf('neutral')).toBeNull();
    const one = resultsOf(row(0, [-4, -6], [-9, -6])).of(modelId);
    expect(one.accuracy('sum')).toMatchObject({ questions: 1, share: 1, orders: { low: 0, high: 1 } });
  });

  it('have no accuracy where nobody says which answer is right', () => {
    expect(
      resultsOf(row(2, [-4, -6]))
        .of(modelId)
        .accuracy('sum'),
    ).toBeNull();
  });

  it('leave as one CSV row for each answer in each order, and as JSON with everything', async () => {
    const results = resultsOf(row(0, [-4, -6], [-9, -6]));
    const named = [{ id: modelId, name: 'Tiny' }];
    const lines = (await choicesCsv(results, named).text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^Tiny,a{64},0,Été =,0,0,été,true,0,2,3,5,-4,,-2,-1\.33/);
    expect(lines[4]).toMatch(/^Tiny,a{64},0,Été =,1,1,"winter, long",false,0,2,12,12,-6,/);
    const json = JSON.parse(await choicesJson(results, named, '1').text()) as Record<string, unknown>;
    expect(json).toMatchObject({
      schema: 'prisme.choices.v1',
      request,
      models: [{ name: 'Tiny', accuracy: { sum: { questions: 1 } }, questions: [{ question: 0 }] }],
    });
  });
});
