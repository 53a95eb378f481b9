/**
 * What the engine should capture before each token, so that the sampler chain can answer exactly from it in nearly
 * every step. Portable, pure. A plan, not a proof: each `ChainResult` says itself whether it was enough.
 */
import type { SamplerSettings } from './sampler-settings.ts';
import { usesDry } from './stages/dry.ts';
import { usesPenalties } from './stages/penalties.ts';

/** The inspector always has this many alternatives to show. */
const leastCapture = 64;

/** How many tokens that penalties push down are allowed for; more are rare and cost one more capture. */
const mostSpare = 64;

function countMovable(settings: SamplerSettings, historyLength: number): number {
  const penalised = usesPenalties(settings) ? Math.min(settings.penaltyLastTokens, historyLength) : 0;
  const repeated = usesDry(settings) ? Math.min(settings.dryLastTokens, historyLength) : 0;
  return settings.logitBias.length + penalised + repeated;
}

/** No stage removes a token because it is improbable: the tail keeps its share of q. XTC only cuts at the top. */
function cutsTail(settings: SamplerSettings): boolean {
  return settings.topK > 0 || settings.topP < 1 || settings.minP > 0;
}

/** Stages that read every logit before top-k has cut the tail. */
function readsWholeVocabulary(settings: SamplerSettings): boolean {
  return settings.topNSigma > 0 || (settings.typicalP < 1 && settings.topK === 0);
}

/**
 * How many of the most probable tokens to capture for each step, at least 64 and at most the whole vocabulary.
 *
 * @param historyLength tokens before this one, the prompt included
 */
export function captureCount(
  settings: SamplerSettings,
  historyLength: number,
  vocabularySize: number,
): number {
  const movable = countMovable(settings, historyLength);
  const isTailMoved = movable > 0 && !cutsTail(settings) && settings.temperature > 0;
  if (readsWholeVocabulary(settings) || isTailMoved) return vocabularySize;
  const spare = movable > 0 ? Math.min(movable, mostSpare) + 1 : 0;
  return Math.min(vocabularySize, Math.max(leastCapture, settings.topK) + spare);
}

/**
 * True when the tail keeps a share of q at another temperature than 1: then `logZAtTemperature` has to be captured
 * (Σ exp((logit − max) / temperature) over the whole vocabulary).
 */
export function needsLogZAtTemperature(settings: SamplerSettings): boolean {
  const { temperature } = settings;
  return (
    temperature > 0 &&
    temperature !== 1 &&
    !cutsTail(settings) &&
    settings.topNSigma === 0 &&
    settings.typicalP === 1
  );
}
