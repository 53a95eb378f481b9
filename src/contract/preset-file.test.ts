/** Files of presets: what is written is read again, and a bad file is refused whole with its place. */
import { expect, it } from 'vitest';
import { modelIdSchema, presetIdSchema } from './ids.ts';
import { presetFile, readPresetFile } from './preset-file.ts';
import type { Preset } from './presets.ts';
import { samplerPresets } from './sampler.ts';

const preset: Preset = {
  id: presetIdSchema.parse('01234567-89ab-4def-8123-456789abcdef'),
  name: 'Reviewer',
  model: { id: modelIdSchema.parse('a'.repeat(64)), name: 'Tiny' },
  systemPrompt: 'Be brief.\nÀ demain.',
  settings: { ...samplerPresets.precise, logitBias: [{ tokenId: 2, bias: -100 }] },
  template: 'model',
  contextStrategy: 'dropOldest',
  createdAtMs: 1,
  updatedAtMs: 2,
};
const { id: _id, createdAtMs: _createdAtMs, updatedAtMs: _updatedAtMs, ...values } = preset;
const others = { ...preset, name: 'Any', model: null };
const text = presetFile([preset, others], 'Prisme 1', 3);

it('what is written is read again, without what belongs to this machine', () => {
  expect(readPresetFile('p.json', text)).toEqual([values, { ...values, name: 'Any', model: null }]);
  expect(readPresetFile('p.json', `\uFEFF${text}`)).toHaveLength(2);
});

it.each([
  ['no JSON', text.slice(0, -3), ''],
  ['another format', text.replace('prisme.presets', 'prisme.conversations'), 'format'],
  ['a newer version', text.replace('"version": 1', '"version": 2'), 'version'],
  [
    'a value out of its range',
    text.replace('"temperature": 0.3', '"temperature": 9'),
    'presets.0.settings.temperature',
  ],
  ['a name that is none', text.replace('"Any"', '""'), 'presets.1.name'],
  ['an unknown key', text.replace('"template": "model"', '"template": "model", "x": 1'), 'presets.0'],
  ['no preset', JSON.stringify({ ...JSON.parse(text), presets: [] }), 'presets'],
])('a file with %s is refused, with the place', (_what, bad, place) => {
  expect(() => readPresetFile('p.json', bad)).toThrow(
    expect.objectContaining({
      code: 'move.invalidFile',
      details: expect.objectContaining({ file: 'p.json', place }),
    }),
  );
});
