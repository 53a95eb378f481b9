/**
 * Which preset a conversation's settings are. Portable, pure.
 */
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';

export const shownPresets = ['greedy', 'precise', 'balanced', 'creative'] as const;
export type ShownPreset = (typeof shownPresets)[number];

/** What belongs to the conversation and not to a way of choosing tokens: a preset leaves it as it is. */
type Kept = Pick<GenerationSettings, 'seed' | 'maxTokens' | 'stopStrings' | 'logitBias'>;

function kept({ seed, maxTokens, stopStrings, logitBias }: GenerationSettings): Kept {
  return { seed, maxTokens, stopStrings, logitBias };
}

/** The settings with another preset's way of choosing tokens. */
export function withPreset(
  settings: GenerationSettings,
  preset: keyof typeof samplerPresets,
): GenerationSettings {
  return { ...samplerPresets[preset], ...kept(settings) };
}

/** The preset whose every value the settings have; null: the person's own. */
export function presetOf(settings: GenerationSettings): ShownPreset | null {
  return shownPresets.find((preset) => isSame(withPreset(settings, preset), settings)) ?? null;
}

/** Every value is the same. */
export function isSame(a: GenerationSettings, b: GenerationSettings): boolean {
  // Every value is a number, null, or a list of plain data.
  return Object.entries(a).every(
    ([key, value]) =>
      JSON.stringify(value) === JSON.stringify(Object.entries(b).find(([name]) => name === key)?.[1]),
  );
}
