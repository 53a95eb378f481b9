/**
 * The shapes of grids and of what filling one says. Runs in tests only.
 */
import { chainFields, errorRecord, position, profile, seed, timestampMs } from './common-shapes.ts';
import {
  flag,
  kinds,
  list,
  logarithm,
  nullable,
  number,
  object,
  oneOf,
  sha256,
  text,
  uuid,
  whole,
} from './shapes.ts';

const reading = oneOf('raw', 'chat');
const edit = oneOf(
  ...['uppercase', 'lowercase', 'noAccents', 'leadingSpace', 'trailingSpace', 'doubleSpaces', 'straightQuotes', 'curlyQuotes'],
  ...['guillemets', 'politeEnglish', 'politeFrench', 'questionEnglish', 'questionFrench', 'otherLanguage'],
); // prettier-ignore
const setting = object({
  name: oneOf('greedy', 'precise', 'balanced', 'creative', 'neutral', 'own'),
  sampler: object(chainFields),
});

export const gridRequest = object({
  prompts: list(
    object({ text: text(1, 20_000), edit: nullable(edit), variantOf: nullable(whole(0, 499)) }),
    1,
    500,
  ),
  modelIds: list(sha256, 1, 16),
  task: kinds({
    reply: {
      reading,
      settings: list(setting, 1, 5),
      seeds: list(seed, 1, 20),
      maxTokens: whole(1, 1_024),
    },
    target: { reading, target: text(1, 2_000) },
    bitsPerByte: {},
  }),
});

const cells = whole(0, 2_000);
const progress = {
  state: oneOf('waiting', 'running', 'paused', 'cancelled', 'complete'),
  done: cells,
  failed: cells,
  total: cells,
};
const times = { createdAtMs: timestampMs, updatedAtMs: timestampMs };

export const grid = object({ id: uuid, request: gridRequest, ...times, ...progress });
export const gridSummary = object({
  id: uuid,
  kind: oneOf('reply', 'target', 'bitsPerByte'),
  firstPrompt: text(0, 200),
  prompts: whole(1, 500),
  models: whole(1, 16),
  ...times,
  ...progress,
});

const result = kinds({
  reply: {
    text: text(0, 1_000_000),
    tokens: whole(0, 1_024),
    reason: oneOf('endToken', 'tokenLimit', 'contextLimit'),
    promptTokens: position,
    profile,
  },
  target: {
    logprob: logarithm,
    tokens: whole(1, 10_000_000),
    isGreedy: flag,
    promptTokens: position,
    spannedBytes: position,
    profile,
  },
  bitsPerByte: {
    bitsPerByte: nullable(number(0)),
    scoredTokens: position,
    scoredBytes: position,
    profile,
  },
  failed: { error: errorRecord },
});

export const gridEvent = kinds({
  state: { ...progress, modelId: nullable(sha256) },
  cells: { cells: list(object({ cell: whole(0, 1_999), result: nullable(result) }), 1, 50) },
});
