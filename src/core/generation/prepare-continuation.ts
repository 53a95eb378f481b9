/**
 * Decides whether a reply can go on from its exact tokens, and with what. Runs in the core. Renders nothing anew: the
 * model reads the very ids that it read and wrote before.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { FinishReason } from '#contract/reply.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { MessageRecord } from '../db/messages.ts';
import type { Store } from '../db/store.ts';
import { contextFull, reserveTokens } from './fit-context.ts';
import type { GenerationContext } from './generation-context.ts';
import { readStoredSteps } from './read-steps.ts';
import { ReplyText } from './reply-text.ts';
import type { ReplyJob } from './run-reply.ts';
import { readStoredTokenIds } from './stored-reply.ts';

export type Continuation = {
  readonly job: ReplyJob & { readonly start: Extract<ReplyJob['start'], { kind: 'continued' }> };
  /** Has read the tokens that stand. */
  readonly text: ReplyText;
  /** Takes a trailing end token from the trace; to be called in the transaction that reopens the reply. */
  readonly save: () => void;
};

/** Endings that were not the model's own choice: there the reply can go on. */
const continuableReasons: ReadonlySet<FinishReason> = new Set([
  'tokenLimit',
  'contextLimit',
  'stopped',
  'interrupted',
]);

/** Most tokens that `settings.maxTokens` may say (contract/sampler.ts). */
const maxTokensLimit = 131_072;

/**
 * @param modelId the model that the conversation uses now
 * @throws message.notContinuable `{ reason }`: `streaming`, `end`, `trace`, `model`, `vocabulary` or `hasChildren`;
 *   generation.contextFull when the model is loaded and has no room
 */
export async function prepareContinuation(
  context: GenerationContext,
  message: MessageRecord,
  modelId: ModelId,
): Promise<Continuation> {
  const { store, library } = context;
  const header = store.traces.header(message.id);
  const prompt = store.traces.prompt(message.id);
  if (message.end === null) throw notContinuable('streaming');
  if (!continuableReasons.has(message.end.reason)) throw notContinuable('end');
  if (header === null || prompt === null) throw notContinuable('trace');
  if (header.model.id !== modelId) throw notContinuable('model');
  const model = library.get(modelId);
  if (model.vocabularyHash !== header.vocabularyHash) throw notContinuable('vocabulary');
  if (store.messages.newestLeaf(message.id) !== message.id) throw notContinuable('hasChildren');

  const ids = readStoredTokenIds(store, message.id);
  const last = ids.at(-1);
  const isEnded = last !== undefined && header.endTokenIds.includes(last);
  const replyIds = isEnded ? ids.slice(0, -1) : ids;
  const settings = continuedSettings(header.settings, replyIds.length);
  if (model.state.kind === 'loaded') {
    const engine = await library.load(modelId);
    const tokens = prompt.tokenIds.length + replyIds.length;
    const { contextTokens } = engine.model;
    if (tokens + reserveTokens(contextTokens, settings.maxTokens) > contextTokens)
      throw contextFull(tokens, engine, settings.maxTokens);
  }
  const text = new ReplyText(library.vocabulary(header.vocabularyHash), header.endTokenIds);
  text.add(replyIds);
  return {
    job: {
      modelId,
      settings,
      seed: header.seed,
      start: { kind: 'continued', promptIds: prompt.tokenIds, replyIds },
    },
    text,
    save: () => (isEnded ? dropLastStep(store, message) : undefined),
  };
}

/** The same settings; a token limit counts the whole reply, so as many tokens again are allowed. */
function continuedSettings(settings: GenerationSettings, replyTokens: number): GenerationSettings {
  if (settings.maxTokens === null) return settings;
  return { ...settings, maxTokens: Math.min(replyTokens + settings.maxTokens, maxTokensLimit) };
}

/** An end token has no text, so the chunk's text stays as it is. */
function dropLastStep(store: Store, message: MessageRecord): void {
  const chunk = store.traces.lastChunk(message.id);
  if (chunk === null) return;
  const steps = readStoredSteps(chunk).slice(0, -1);
  const rest = steps.length === 0 ? null : { ...chunk, count: steps.length, steps: encodeSteps(steps) };
  store.traces.replaceLastChunk(message.id, rest);
}

function notContinuable(reason: string): PrismeError {
  return new PrismeError('message.notContinuable', { reason });
}
