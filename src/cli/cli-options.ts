/**
 * The options of the terminal commands, as `parseArgs` wants them. Runs in the terminal shell. Plain data.
 */

/** Of every command that asks a model. */
export const shared = {
  model: { type: 'string' },
  top: { type: 'string' },
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
  models: { type: 'string', multiple: true },
} as const;

export const askOnly = {
  raw: { type: 'boolean', default: false },
  system: { type: 'string' },
  attach: { type: 'string', multiple: true },
  prompt: { type: 'string' },
  var: { type: 'string', multiple: true },
  tokens: { type: 'string' },
  seed: { type: 'string' },
  temperature: { type: 'string' },
  'top-k': { type: 'string' },
  'top-p': { type: 'string' },
  'min-p': { type: 'string' },
} as const;

export const compareOptions = {
  model: { type: 'string', multiple: true },
  distributions: { type: 'string' },
  json: shared.json,
  data: shared.data,
  models: shared.models,
} as const;

export const modelsOptions = {
  json: shared.json,
  file: { type: 'boolean', default: false },
  data: shared.data,
  models: shared.models,
} as const;
