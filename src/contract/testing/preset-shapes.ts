/**
 * Shapes of presets: what a page may ask for, and what the core may answer. Runs in tests only.
 */
import { presetsContract, presetSchema } from '../presets.ts';
import { contextStrategy, modelName, settings, template, timestampMs } from './common-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { list, nullable, object, oneOf, optional, text, uuid, type Shape } from './shapes.ts';

const fields: Readonly<Record<string, Shape>> = {
  name: text(1, 80),
  model: nullable(modelName),
  systemPrompt: text(0, 100_000),
  settings,
  template,
  contextStrategy,
};
const presetId = { presetId: uuid };
const changes = Object.fromEntries(Object.entries(fields).map(([key, shape]) => [key, optional(shape)]));
const preset = object({ ...fields, id: uuid, createdAtMs: timestampMs, updatedAtMs: timestampMs });

export const presetInputs = {
  list: object({}),
  create: object(fields),
  createAll: object({ presets: list(object(fields), 1, 200) }),
  update: object({ ...presetId, ...changes }),
  move: object({ ...presetId, by: oneOf('up', 'down') }),
  delete: object(presetId),
  restore: object(presetId),
};

export const presetAnswers = {
  'a preset': [presetSchema, preset],
  'the list of presets': [outputOf(presetsContract.list), list(preset, 0, 200)],
  'presets that were made': [outputOf(presetsContract.createAll), list(preset, 0, 200)],
} as const;
