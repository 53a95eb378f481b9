/**
 * A file of presets, `prisme.presets` version 1: JSON, an object with a head and the presets. Portable, pure. A file is taken whole
 * or not at all.
 */
import { z } from 'zod';
import { PrismeError } from './errors.ts';
import { mostPresets, type NewPreset, newPresetSchema, type Preset } from './presets.ts';
import { generationSettingsSchema } from './sampler.ts';

export const presetFileFormat = 'prisme.presets';
/** Longest file, in UTF-16 code units; a page asks before it reads one. */
export const longestPresetFile = 32_000_000;

const settingsSchema = generationSettingsSchema
  .extend({ logitBias: z.array(generationSettingsSchema.shape.logitBias.element.strict()).max(256) })
  .strict();
const entrySchema = newPresetSchema
  .extend({ model: newPresetSchema.shape.model.unwrap().strict().nullable(), settings: settingsSchema })
  .strict();

const fileSchema = z.strictObject({
  format: z.literal(presetFileFormat),
  version: z.literal(1),
  exportedBy: z.string().max(100),
  exportedAtMs: z.int().min(0).max(1e14),
  presets: z.array(entrySchema).min(1).max(mostPresets),
});

/** @param by name and version of the program */
export function presetFile(presets: readonly Preset[], by: string, nowMs: number): string {
  const file = {
    ...{ format: presetFileFormat, version: 1, exportedBy: by, exportedAtMs: nowMs },
    presets: presets.map(({ name, model, systemPrompt, settings, template, contextStrategy }) => ({
      ...{ name, model, systemPrompt, settings, template, contextStrategy },
    })),
  };
  return JSON.stringify(file, null, 1);
}

/**
 * @param name of the file, for the error
 * @throws move.invalidFile {file, place, reason}: no JSON, or the first place that is not as it should be
 */
export function readPresetFile(name: string, text: string): NewPreset[] {
  const parsed = fileSchema.safeParse(parse(name, text));
  if (parsed.success) return parsed.data.presets;
  const [issue] = parsed.error.issues;
  throw invalid(name, issue?.path.join('.') ?? '', issue?.message ?? '');
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(name, '', cause instanceof Error ? cause.message : 'no JSON');
  }
}

function invalid(name: string, place: string, reason: string): PrismeError {
  const [file, where, why] = [name.slice(0, 300), place.slice(0, 300), reason.slice(0, 300)];
  return new PrismeError('move.invalidFile', { file, place: where, reason: why });
}
