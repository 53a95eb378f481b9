/** What of a preset a conversation takes, and what counts as a difference. */
import { expect, it } from 'vitest';
import { modelIdSchema, presetIdSchema } from '#contract/ids.ts';
import type { Preset } from '#contract/presets.ts';
import { samplerPresets } from '#contract/sampler.ts';
import {
  differences,
  freeName,
  presetFrom,
  type PresetValues,
  valuesNow,
  valuesOf,
} from './preset-values.ts';

const [mine, other] = ['a', 'b'].map((digit) => modelIdSchema.parse(digit.repeat(64)));
if (mine === undefined || other === undefined) throw new Error('two models');
const preset: Preset = {
  id: presetIdSchema.parse('01234567-89ab-4def-8123-456789abcdef'),
  name: 'Reviewer',
  model: { id: mine, name: 'Mine' },
  systemPrompt: 'Be brief.',
  settings: samplerPresets.precise,
  template: 'model',
  contextStrategy: 'dropOldest',
  createdAtMs: 1,
  updatedAtMs: 1,
};
const before: PresetValues = {
  ...{ systemPrompt: '', settings: { ...samplerPresets.creative, seed: 7 }, template: 'none' },
  ...{ contextStrategy: 'stop', modelId: other, presetId: null },
};

it('a conversation that has taken a preset is like it, and keeps its seed', () => {
  const after = { ...before, ...valuesOf(preset, before, true) };
  expect(after).toMatchObject({ modelId: mine, presetId: preset.id, settings: { seed: 7 } });
  expect(differences(after, preset, true)).toEqual([]);
  expect(valuesNow({ ...after, ...valuesNow(before) })).toEqual(before);
});

it('where the model of the preset is not here, the one of the conversation stays, and is no difference', () => {
  const after = { ...before, ...valuesOf(preset, before, false) };
  expect(after.modelId).toBe(other);
  expect(differences(after, preset, false)).toEqual([]);
  expect(differences(after, preset, true)).toEqual(['model']);
  const any = { ...preset, model: null };
  expect(valuesOf(any, before, false)).not.toHaveProperty('modelId');
  expect(differences({ ...before, ...valuesOf(any, before, true) }, any, true)).toEqual([]);
});

it('each value that is another one is named', () => {
  expect(differences(before, preset, true)).toEqual([
    ...['model', 'systemPrompt', 'settings', 'template', 'contextStrategy'],
  ]);
});

it('what is kept of a conversation gives it back, without the seed', () => {
  const kept = presetFrom(before, 'Mine', preset.model);
  expect(kept).toMatchObject({ name: 'Mine', systemPrompt: '', settings: { seed: null } });
  const again = { ...preset, ...kept };
  expect(differences({ ...before, modelId: mine }, again, true)).toEqual([]);
});

it('a copy has a name that is free', () => {
  expect(freeName('Reviewer', ['Reviewer'])).toBe('Reviewer 2');
  expect(freeName('Reviewer 2', ['Reviewer', 'Reviewer 2', 'Reviewer 3'])).toBe('Reviewer 4');
  expect(freeName('x'.repeat(80), []).length).toBeLessThanOrEqual(80);
});
