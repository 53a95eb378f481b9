/**
 * Sampler settings with every stage off: the model's own distribution, uncut, at temperature 1. Portable; data only.
 * Where a stage has further numbers (how far back, which base), they are llama.cpp's defaults for when it is switched on.
 */
import type { SamplerSettings } from './sampler-settings.ts';

export const neutralSettings: SamplerSettings = {
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  typicalP: 1,
  topNSigma: 0,
  xtcProbability: 0,
  xtcThreshold: 0.1,
  repeatPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  penaltyLastTokens: 64,
  dryMultiplier: 0,
  dryBase: 1.75,
  dryAllowedLength: 2,
  dryLastTokens: 1_024,
  drySequenceBreakers: [],
  logitBias: [],
};
