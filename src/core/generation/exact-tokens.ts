/**
 * What writing needs that goes on from the exact tokens of a stored reply: those tokens' trace, and a model that reads
 * them as they were written. Runs in the core. Renders nothing anew.
 */
import { PrismeError } from '#contract/errors.ts';
import type { MessageId, ModelId } from '#contract/ids.ts';
import type { AloneRuns } from '#contract/profile.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { contextFull, reserveTokens } from './fit-context.ts';
import type { GenerationContext } from './generation-context.ts';

/** Most tokens that `settings.maxTokens` may say (contract/sampler.ts). */
const maxTokensLimit = 131_072;

/**
 * @param modelId the model that the conversation uses now
 * @throws message.notContinuable `{ reason }`: `trace`, `model` or `vocabulary`; model.notFound
 */
export function exactTrace(
  { store, library }: GenerationContext,
  messageId: MessageId,
  modelId: ModelId,
): { readonly header: TraceHeader; readonly prompt: Prompt } {
  const header = store.traces.header(messageId);
  const prompt = store.traces.prompt(messageId);
  if (header === null || prompt === null) throw notContinuable('trace');
  if (header.model.id !== modelId) throw notContinuable('model');
  if (library.get(modelId).vocabularyHash !== header.vocabularyHash) throw notContinuable('vocabulary');
  return { header, prompt };
}

/** As it goes into a request to an engine, which has lists of its own. */
export function promptAloneOf(runs: AloneRuns | undefined): { promptAlone?: [number, number][] } {
  return runs === undefined ? {} : { promptAlone: runs.map(([start, end]) => [start, end]) };
}

export function notContinuable(reason: string): PrismeError {
  return new PrismeError('message.notContinuable', { reason });
}

/** The same settings; a token limit counts the whole reply, so as many tokens again are allowed. */
export function settingsBehind(settings: GenerationSettings, replyTokens: number): GenerationSettings {
  if (settings.maxTokens === null) return settings;
  return { ...settings, maxTokens: Math.min(replyTokens + settings.maxTokens, maxTokensLimit) };
}

/**
 * @param tokens prompt and reply that stand already
 * @throws generation.contextFull `{ needTokens, contextTokens }`
 */
export function requireRoomBehind(engine: RunningEngine, tokens: number, maxTokens: number | null): void {
  const { contextTokens } = engine.model;
  if (tokens + reserveTokens(contextTokens, maxTokens) > contextTokens)
    throw contextFull(tokens, engine, maxTokens);
}

/** The same as soon as it can be known; a model that is not loaded is asked when it is. @throws generation.contextFull, model.* */
export async function requireRoomIfLoaded(
  { library }: GenerationContext,
  modelId: ModelId,
  tokens: number,
  maxTokens: number | null,
): Promise<void> {
  if (library.get(modelId).state.kind !== 'loaded') return;
  requireRoomBehind(await library.load(modelId), tokens, maxTokens);
}
