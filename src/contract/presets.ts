/**
 * Presets: a system prompt, a sampler, a template, what to do when the context is full, and perhaps a model, under one name.
 * Portable. A conversation takes all of a preset at once (conversations.ts remembers which) and keeps its own values: changing or
 * deleting a preset changes no conversation.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { contextStrategySchema, systemPromptSchema, templateSchema } from './conversations.ts';
import { errorMap } from './errors.ts';
import { modelIdSchema, presetIdSchema } from './ids.ts';
import { generationSettingsSchema } from './sampler.ts';

const procedure = oc.errors(errorMap);

export const presetNameSchema = z.string().min(1).max(80);
export const mostPresets = 200;

export const newPresetSchema = z.object({
  name: presetNameSchema,
  /** Null: whichever the conversation has. The name is for where the file is not there any more. */
  model: z.object({ id: modelIdSchema, name: z.string().max(300) }).nullable(),
  systemPrompt: systemPromptSchema,
  /** Kept without its seed, which belongs to what was asked. */
  settings: generationSettingsSchema,
  template: templateSchema,
  contextStrategy: contextStrategySchema,
});
export type NewPreset = z.infer<typeof newPresetSchema>;

export const presetSchema = newPresetSchema.extend({
  id: presetIdSchema,
  createdAtMs: z.int().min(0).max(1e14),
  /** When its values were last changed; renaming and moving do not count. */
  updatedAtMs: z.int().min(0).max(1e14),
});
export type Preset = z.infer<typeof presetSchema>;

const byId = z.object({ presetId: presetIdSchema });
const presetList = z.array(presetSchema).max(mostPresets);

export const presetsContract = {
  /** In their order. */
  list: procedure.input(z.object({})).output(presetList),
  /** Puts it in front of the others. Errors: preset.tooMany */
  create: procedure.input(newPresetSchema).output(presetSchema),
  /** All of them in front of the others, or none. Errors: preset.tooMany */
  createAll: procedure
    .input(z.object({ presets: z.array(newPresetSchema).min(1).max(mostPresets) }))
    .output(presetList),
  /** Changes what is given, leaves the rest; no conversation is changed. Errors: preset.notFound */
  update: procedure.input(byId.extend(newPresetSchema.partial().shape)).output(presetSchema),
  /** Puts it before or behind its neighbour; where there is none it stays. Errors: preset.notFound */
  move: procedure.input(byId.extend({ by: z.enum(['up', 'down']) })).output(z.object({})),
  /** What was begun with it keeps its values. Errors: preset.notFound */
  delete: procedure.input(byId).output(z.object({})),
  /** Brings it back. Errors: preset.notFound, preset.tooMany */
  restore: procedure.input(byId).output(presetSchema),
};
