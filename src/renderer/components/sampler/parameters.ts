/**
 * The numeric parameters of the sampler chain as dialogs and instruments list them. Portable, plain data: ranges narrower than the
 * contract's where a slider would otherwise be useless (a typed value may use the whole range).
 */
import type { GenerationSettings } from '#contract/sampler.ts';

/** Settings that are one number. */
export type NumericKey = {
  [K in keyof GenerationSettings]: GenerationSettings[K] extends number ? K : never;
}[keyof GenerationSettings];

export type Parameter = {
  readonly key: NumericKey;
  readonly group: 'choice' | 'penalties';
  readonly min: number;
  /** The contract's maximum, for typed values. */
  readonly max: number;
  readonly sliderMax: number;
  readonly step: number;
  readonly digits: number;
};

const choice = { group: 'choice', min: 0, step: 0.01, digits: 2 } as const;
const penalties = { group: 'penalties', min: 0, step: 0.05, digits: 2 } as const;

export const parameters: readonly Parameter[] = [
  { key: 'temperature', ...choice, max: 5, sliderMax: 2 },
  { key: 'topK', ...choice, max: 1_000, sliderMax: 200, step: 1, digits: 0 },
  { key: 'topP', ...choice, max: 1, sliderMax: 1 },
  { key: 'minP', ...choice, max: 1, sliderMax: 0.5 },
  { key: 'typicalP', ...choice, max: 1, sliderMax: 1 },
  { key: 'topNSigma', ...choice, max: 20, sliderMax: 5, step: 0.1, digits: 1 },
  { key: 'xtcProbability', ...choice, max: 1, sliderMax: 1 },
  { key: 'xtcThreshold', ...choice, max: 1, sliderMax: 0.5 },
  { key: 'repeatPenalty', ...penalties, min: 0.5, max: 3, sliderMax: 2 },
  { key: 'frequencyPenalty', ...penalties, min: -2, max: 2, sliderMax: 2 },
  { key: 'presencePenalty', ...penalties, min: -2, max: 2, sliderMax: 2 },
  { key: 'penaltyLastTokens', ...penalties, max: 4_096, sliderMax: 512, step: 1, digits: 0 },
  { key: 'dryMultiplier', ...penalties, max: 5, sliderMax: 2 },
  { key: 'dryBase', ...penalties, min: 1, max: 4, sliderMax: 4 },
  { key: 'dryAllowedLength', ...penalties, min: 1, max: 64, sliderMax: 16, step: 1, digits: 0 },
  { key: 'dryLastTokens', ...penalties, max: 4_096, sliderMax: 4_096, step: 1, digits: 0 },
];
