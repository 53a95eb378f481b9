/**
 * What a conversation takes of a preset, and where it no longer is like it. Portable, pure.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { NewPreset, Preset } from '#contract/presets.ts';
import { isSame } from '../sampler/presets.ts';

/** What of a conversation a preset is about. */
export type PresetValues = Pick<
  Conversation,
  'systemPrompt' | 'settings' | 'template' | 'contextStrategy' | 'modelId' | 'presetId'
>;

export const presetParts = ['model', 'systemPrompt', 'settings', 'template', 'contextStrategy'] as const;
export type PresetPart = (typeof presetParts)[number];

/** The values of a preset as a change of the conversation: its seed stays, and its model where the preset's is not here. */
export function valuesOf(
  preset: Preset,
  { settings: { seed } }: Pick<PresetValues, 'settings'>,
  isHere: boolean,
): Omit<PresetValues, 'modelId'> & { modelId?: PresetValues['modelId'] } {
  const { systemPrompt, settings, template, contextStrategy, model } = preset;
  return {
    ...{ systemPrompt, template, contextStrategy, settings: { ...settings, seed } },
    ...(model !== null && isHere ? { modelId: model.id } : {}),
    presetId: preset.id,
  };
}

/** The same to put back: how the conversation stands now. */
export function valuesNow(conversation: PresetValues): PresetValues {
  const { systemPrompt, settings, template, contextStrategy, modelId, presetId } = conversation;
  return { systemPrompt, settings, template, contextStrategy, modelId, presetId };
}

/**
 * Where the conversation differs from the preset. A seed is no difference, and neither is a model that is not here.
 * @param isHere the file of the preset's model is
 */
export function differences(conversation: PresetValues, preset: Preset, isHere: boolean): PresetPart[] {
  const { systemPrompt, settings, template, contextStrategy, modelId } = conversation;
  const isOther: Readonly<Record<PresetPart, boolean>> = {
    model: preset.model !== null && isHere && preset.model.id !== modelId,
    systemPrompt: preset.systemPrompt !== systemPrompt,
    settings: !isSame({ ...settings, seed: null }, { ...preset.settings, seed: null }),
    template: preset.template !== template,
    contextStrategy: preset.contextStrategy !== contextStrategy,
  };
  return presetParts.filter((part) => isOther[part]);
}

/** The present values of a conversation under a name. @param model null: any */
export function presetFrom(
  { systemPrompt, settings, template, contextStrategy }: PresetValues,
  name: string,
  model: NewPreset['model'],
): NewPreset {
  return { name, model, systemPrompt, settings: { ...settings, seed: null }, template, contextStrategy };
}

/** The name with a number behind it, where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ \d+$/u, '').slice(0, 74);
  for (let number = 2; ; number += 1) {
    const next = `${base} ${number}`;
    if (!taken.includes(next)) return next;
  }
}
