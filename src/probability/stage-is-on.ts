/**
 * Which stages of the chain the settings switch on at all. Portable, pure. A stage that is on may still change nothing
 * at a given place.
 */
import type { ChainStage } from './chain-state.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import { usesDry } from './stages/dry.ts';
import { usesPenalties } from './stages/penalties.ts';
import { usesXtc } from './stages/xtc.ts';

const isOn: Readonly<Record<ChainStage, (settings: SamplerSettings) => boolean>> = {
  logitBias: ({ logitBias }) => logitBias.length > 0,
  penalties: usesPenalties,
  dry: usesDry,
  topNSigma: ({ topNSigma }) => topNSigma > 0,
  topK: ({ topK }) => topK > 0,
  typicalP: ({ typicalP }) => typicalP < 1,
  topP: ({ topP }) => topP < 1,
  minP: ({ minP }) => minP > 0,
  xtc: usesXtc,
  temperature: ({ temperature }) => temperature !== 1,
};

export function isStageOn(stage: ChainStage, settings: SamplerSettings): boolean {
  return isOn[stage](settings);
}
