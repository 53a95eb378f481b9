import { expect, test } from 'vitest';
import { generationSettingsSchema, samplerPresets } from '#contract/sampler.ts';
import { parameters } from './parameters.ts';
import { presetOf, shownPresets, withPreset } from './presets.ts';

test('each preset is recognised, also with a seed, a limit and stop texts of its own', () => {
  for (const preset of shownPresets) {
    expect(presetOf(samplerPresets[preset])).toBe(preset);
    expect(presetOf({ ...samplerPresets[preset], seed: 7, maxTokens: 20, stopStrings: ['END'] })).toBe(
      preset,
    );
  }
});

test('any other value makes the settings the person’s own', () => {
  expect(presetOf({ ...samplerPresets.balanced, topK: 41 })).toBeNull();
});

test('choosing a preset keeps seed, limit, stop texts and biases', () => {
  const own = {
    ...samplerPresets.greedy,
    seed: 7,
    maxTokens: 20,
    stopStrings: ['END'],
    logitBias: [{ tokenId: 3, bias: -1 }],
  };
  expect(withPreset(own, 'creative')).toEqual({
    ...samplerPresets.creative,
    seed: 7,
    maxTokens: 20,
    stopStrings: ['END'],
    logitBias: [{ tokenId: 3, bias: -1 }],
  });
});

test('every listed range is inside the contract’s, and neutral values can be reached', () => {
  for (const { key, min, max } of parameters) {
    for (const value of [min, max, samplerPresets.neutral[key]]) {
      expect(
        generationSettingsSchema.safeParse({ ...samplerPresets.neutral, [key]: value }).success,
        `${key} ${value}`,
      ).toBe(true);
    }
  }
});
