/**
 * Sampler settings as they cross a boundary: the type of probability/sampler-settings.ts with a range on every
 * number, what else belongs to one reply (seed, limits, stop strings), and the presets. Portable.
 */
import { z } from 'zod';
import { neutralSettings } from '#probability/neutral-settings.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';

const probability = z.number().min(0).max(1);

export const samplerSettingsSchema = z.object({
  temperature: z.number().min(0).max(5),
  topK: z.int().min(0).max(1_000),
  topP: probability,
  minP: probability,
  typicalP: probability,
  topNSigma: z.number().min(0).max(20),
  xtcProbability: probability,
  xtcThreshold: probability,
  repeatPenalty: z.number().min(0.5).max(3),
  frequencyPenalty: z.number().min(-2).max(2),
  presencePenalty: z.number().min(-2).max(2),
  penaltyLastTokens: z.int().min(0).max(4_096),
  dryMultiplier: z.number().min(0).max(5),
  dryBase: z.number().min(1).max(4),
  dryAllowedLength: z.int().min(1).max(64),
  dryLastTokens: z.int().min(0).max(4_096),
  drySequenceBreakers: z.array(z.string().min(1).max(40)).max(16),
  logitBias: z
    .array(z.object({ tokenId: z.int().min(0).max(2_000_000), bias: z.number().min(-100).max(100) }))
    .max(256),
}) satisfies z.ZodType<SamplerSettings>;

/** What a conversation remembers about how its replies are generated. */
export const generationSettingsSchema = samplerSettingsSchema.extend({
  /** Seed of the generator; null: a new one for each reply (which is then kept with the reply). */
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
  /** Most tokens of one reply; null: what the context has room for. */
  maxTokens: z.int().min(1).max(131_072).nullable(),
  /** Generation ends before the first of these texts. */
  stopStrings: z.array(z.string().min(1).max(200)).max(16),
});
export type GenerationSettings = z.infer<typeof generationSettingsSchema>;

const neutral: GenerationSettings = {
  ...neutralSettings,
  drySequenceBreakers: ['\n', ':', '"', '*'],
  logitBias: [],
  seed: null,
  maxTokens: null,
  stopStrings: [],
};

/** The named starting points, from the least to the most free. `neutral` is the model's own distribution, uncut. */
export const samplerPresets = {
  greedy: { ...neutral, temperature: 0 },
  precise: { ...neutral, temperature: 0.3, topK: 20, topP: 0.9, minP: 0.05 },
  balanced: { ...neutral, temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 },
  creative: { ...neutral, temperature: 1.1, topK: 60, topP: 0.98, minP: 0.03, presencePenalty: 0.2 },
  neutral,
} as const satisfies Record<string, GenerationSettings>;
