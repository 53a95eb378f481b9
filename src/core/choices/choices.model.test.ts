/**
 * That the numbers of answers are the models': against an independent forward pass with tiny models, and with SmolLM2.
 */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChoiceQuestion, ChoicesEvent, ChoicesRequest } from '#contract/choices.ts';
import type { ModelId } from '#contract/ids.ts';
import { answerShares, favouriteAnswer } from '#probability/choices/answer-scores.ts';
import { llamaForward, logSoftmax } from '#probability/llama-forward.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { weightsOf } from '../../../fixtures/tiny-llama-weights.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { openRealCore, type RealCore } from '../generation/testing/real-core.ts';

const form = {
  mode: 'answers',
  reading: 'raw',
  form: '{question}',
  neutral: 'the',
  orders: 1,
  seed: 7,
} as const;

async function run(core: RealCore, request: ChoicesRequest): Promise<readonly ChoicesEvent[]> {
  const { jobId } = await core.client.choices.start(request);
  const events: ChoicesEvent[] = [];
  for await (const event of await core.client.choices.attach({ jobId, fromItem: 0 })) events.push(event);
  return events;
}

async function idOf({ client }: RealCore, fileName: string): Promise<ModelId> {
  const model = (await client.models.list({})).models.find((each) => each.fileName === fileName);
  if (model === undefined) throw new Error(`${fileName} is in the model folder`);
  return model.id;
}

const rowsOf = (events: readonly ChoicesEvent[]) => events.filter((event) => event.kind === 'row');

describe.each(['bpe', 'spm'] as const)('the sums of answers of tiny F32 models (%s)', (tokenizer) => {
  const tiny = writeTinyLlama({ seed: 5, tokenizer });
  const other = writeTinyLlama({ seed: 6, tokenizer });
  const weights = { 'tiny-llama.gguf': weightsOf(tiny), 'other.gguf': weightsOf(other) };
  const files = ['tiny-llama.gguf', 'other.gguf'] as const;
  let core: RealCore;
  let ids: ModelId[];
  beforeAll(async () => {
    copyFileSync(other.path, join(tiny.folder, 'other.gguf'));
    core = await openRealCore(tiny.path);
    ids = await Promise.all(files.map((file) => idOf(core, file)));
  });
  afterAll(async () => {
    await core.close();
    for (const { folder } of [tiny, other]) rmSync(folder, { recursive: true });
  });

  const questions: ChoiceQuestion[] = [
    { question: 'the inner rest', answers: ['inner', 'the rest', 'e'], correct: 0, neutral: null },
    { question: 'the rest in ', answers: ['the', 'inner the'], correct: 1, neutral: 'rest the' },
  ];

  /** Σ ln p of the last `count` tokens of a text that the model reads. */
  async function sumOf(file: (typeof files)[number], text: string, count: number): Promise<number> {
    const modelId = ids[files.indexOf(file)] ?? tinyId();
    const reading = { kind: 'raw', text } as const;
    const { tokenIds } = await core.client.tokenizer.render({ modelId, reading });
    const all = llamaForward(weights[file], tokenIds).logits.map(logSoftmax);
    let sum = 0;
    for (let at = tokenIds.length - count; at < tokenIds.length; at++)
      sum += all[at - 1]?.[tokenIds[at] ?? 0] ?? Number.NaN;
    return sum;
  }
  const tinyId = (): ModelId => {
    throw new Error('the model is known');
  };

  it('agree with an independent forward pass within 1e-3 nat a token, behind the question and the neutral prompt', async () => {
    const events = await run(core, { ...form, modelIds: ids, questions });
    const rows = rowsOf(events);
    expect(rows).toHaveLength(4);
    for (const { modelId, question, readings } of rows) {
      const file = files[ids.indexOf(modelId)] ?? 'other.gguf';
      const asked = questions[question];
      if (asked === undefined) throw new Error('the row is about one of the questions');
      const { question: text, answers, neutral } = asked;
      for (const [index, read] of (readings[0]?.answers ?? []).entries()) {
        const answer = answers[index] ?? '';
        const behind = await sumOf(file, `${text.trimEnd()} ${answer}`, read.tokens);
        expect(Math.abs(read.logprob - behind)).toBeLessThan(1e-3 * read.tokens);
        const alone = await sumOf(file, `${neutral ?? form.neutral} ${answer}`, read.tokens);
        expect(Math.abs((read.neutralLogprob ?? Number.NaN) - alone)).toBeLessThan(1e-3 * read.tokens);
      }
      expect(readings[0]?.spannedBytes).toBe(0);
    }
    const models = events.filter((event) => event.kind === 'model');
    expect(models).toMatchObject(
      ids.map((modelId) => ({ modelId, error: null, profile: { pass: 'generation' } })),
    );
  });

  it('are the same digits whatever the model read before', async () => {
    const [modelId = tinyId()] = ids;
    const one = { ...form, modelIds: [modelId] };
    const together = rowsOf(
      await run(core, { ...one, questions: [...questions, ...questions.toReversed()] }),
    );
    const alone = rowsOf(await run(core, { ...one, questions: questions.slice(1) }));
    expect(together[1]?.readings).toEqual(alone[0]?.readings);
    expect(together[2]?.readings).toEqual(together[1]?.readings);
    expect(together[3]?.readings).toEqual(together[0]?.readings);
  });

  it('leave the model that was loaded before loaded behind them', async () => {
    const [before = tinyId(), between = tinyId()] = ids;
    // One at a time: each takes the place of the one before.
    await core.client.settings.update({ modelMemoryPercent: 0 });
    await core.client.models.unload({ modelId: between });
    await core.client.models.load({ modelId: before });
    await run(core, { ...form, modelIds: [between], questions });
    const { models } = await core.client.models.list({});
    const loaded = models.filter(({ state }) => state.kind === 'loaded').map(({ id }) => id);
    expect(loaded).toEqual([before]);
  });
});

describe('the answers of SmolLM2', () => {
  let core: RealCore;
  let modelId: ModelId;
  beforeAll(async () => {
    const path = realModelPath('smolLm2');
    core = await openRealCore(path);
    modelId = await idOf(core, path.split('/').at(-1) ?? '');
  });
  afterAll(() => core.close());
  const capital: ChoiceQuestion = {
    question: 'The capital of France is',
    answers: ['Lyon', 'Paris', 'Nice'],
    correct: 1,
    neutral: null,
  };

  it('prefer Paris as the capital of France, which greedy decoding would write too', async () => {
    const [row] = rowsOf(
      await run(core, { ...form, neutral: 'Answer:', modelIds: [modelId], questions: [capital] }),
    );
    const read = row?.readings[0]?.answers ?? [];
    const facts = read.map((answer, index) => ({
      ...answer,
      characters: capital.answers[index]?.length ?? 0,
      bytes: capital.answers[index]?.length ?? 0,
    }));
    expect(
      (['sum', 'perCharacter', 'perByte', 'neutral'] as const).map((by) => favouriteAnswer(by, facts)),
    ).toEqual([1, 1, 1, 1]);
    expect(answerShares(read.map(({ logprob }) => logprob))[1]).toBeGreaterThan(0.5);
    expect(read.map(({ isGreedy }) => isGreedy)).toEqual([false, true, false]);
  });

  it('have sums that are those of the continuation at the same place', async () => {
    const [row] = rowsOf(
      await run(core, { ...form, neutral: '', modelIds: [modelId], questions: [capital] }),
    );
    const reading = { kind: 'raw', text: `${capital.question} Lyon` } as const;
    const { tokenIds } = await core.client.tokenizer.render({ modelId, reading });
    const given = row?.readings[0];
    if (given === undefined) throw new Error('the question was read');
    const { promptTokens, answers } = given;
    const { tokens } = await core.client.inspection.continuation({
      place: { kind: 'tokens', modelId, tokenIds: tokenIds.slice(0, promptTokens) },
      tokenIds: tokenIds.slice(promptTokens),
    });
    const sum = tokens.reduce((total, { logprob }) => total + logprob, 0);
    // The f32 sum behind ln Z is short by at most 2.6e-4 nat a token on a vocabulary of this size.
    expect(Math.abs((answers[0]?.logprob ?? Number.NaN) - sum)).toBeLessThan(2e-3 * tokens.length);
    expect(answers[0]?.neutralLogprob).toBeNull();
  });

  it('are one letter each in a listed question, also through the chat template', async () => {
    const listed = { ...form, form: '{question}:\n{answers}\nAnswer:', mode: 'letters', orders: 6 } as const;
    for (const reading of ['raw', 'chat'] as const) {
      const request = { ...listed, reading, modelIds: [modelId], questions: [capital] };
      const [row] = rowsOf(await run(core, request));
      expect(row?.readings).toHaveLength(6);
      for (const { answers } of row?.readings ?? [])
        expect(answers.map(({ tokens }) => tokens)).toEqual([1, 1, 1]);
      const sums = new Set(row?.readings.map(({ answers }) => answers[1]?.logprob));
      expect(sums.size).toBe(6);
    }
  });
});
