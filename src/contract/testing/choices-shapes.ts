/**
 * The shapes of questions with answers and of what a run over them says. Runs in tests only.
 */
import { errorRecord, most, position, profile, seed } from './common-shapes.ts';
import { flag, kinds, list, logarithm, nullable, object, oneOf, sha256, text, whole } from './shapes.ts';

const answerPlace = whole(0, 25);

export const choicesRequest = {
  modelIds: list(sha256, 1, 16),
  questions: list(
    object({
      question: text(1, 20_000),
      answers: list(text(1, 2_000), 2, 26),
      correct: nullable(answerPlace),
      neutral: nullable(text(0, 20_000)),
    }),
    1,
    5_000,
  ),
  mode: oneOf('answers', 'letters'),
  reading: oneOf('raw', 'chat'),
  form: text(1, 2_000),
  neutral: text(0, 20_000),
  orders: whole(1, 24),
  seed,
};

const answer = object({
  logprob: logarithm,
  neutralLogprob: nullable(logarithm),
  tokens: whole(1, most),
  isGreedy: flag,
});
const reading = object({
  order: list(answerPlace, 2, 26),
  answers: list(answer, 2, 26),
  promptTokens: position,
  spannedBytes: position,
});
const ofQuestion = { modelId: sha256, question: whole(0, 4_999) };

export const choicesEvent = kinds({
  state: {
    state: oneOf('waiting', 'running', 'paused'),
    modelId: nullable(sha256),
    done: position,
    total: position,
  },
  row: { ...ofQuestion, readings: list(reading, 1, 24) },
  refused: { ...ofQuestion, error: errorRecord },
  model: { modelId: sha256, profile: nullable(profile), error: nullable(errorRecord) },
  end: { reason: oneOf('complete', 'cancelled'), done: position, total: position },
});
