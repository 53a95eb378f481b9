/**
 * Decides whether a reply can go on from its exact tokens, and with what. Runs in the core. Renders nothing anew: the
 * model reads the very ids that it read and wrote before.
 */
import type { Fork } from '#contract/conversations.ts';
import type { ModelId } from '#contract/ids.ts';
import type { FinishReason } from '#contract/reply.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { MessageRecord } from '../db/messages.ts';
import type { Store } from '../db/store.ts';
import { exactTrace, notContinuable, requireRoomIfLoaded, settingsBehind } from './exact-tokens.ts';
import type { GenerationContext } from './generation-context.ts';
import { readStoredSteps } from './read-steps.ts';
import { ReplyText } from './reply-text.ts';
import type { ReplyJob } from './reply-job.ts';
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
  if (message.end === null) throw notContinuable('streaming');
  if (!continuableReasons.has(message.end.reason)) throw notContinuable('end');
  const { header, prompt } = exactTrace(context, message.id, modelId);
  if (store.messages.newestLeaf(message.id) !== message.id) throw notContinuable('hasChildren');

  const ids = readStoredTokenIds(store, message.id);
  const last = ids.at(-1);
  const isEnded = last !== undefined && header.endTokenIds.includes(last);
  const replyIds = isEnded ? ids.slice(0, -1) : ids;
  const settings = settingsBehind(header.settings, replyIds.length);
  const forcedIds = message.fork === null ? [] : missingForcedIds(message.fork, replyIds.length);
  const tokens = prompt.tokenIds.length + replyIds.length + forcedIds.length;
  await requireRoomIfLoaded(context, modelId, tokens, settings.maxTokens);
  const text = new ReplyText(library.vocabulary(header.vocabularyHash), header.endTokenIds);
  text.add(replyIds);
  return {
    job: {
      modelId,
      settings,
      seed: header.seed,
      start: {
        kind: 'continued',
        promptIds: prompt.tokenIds,
        promptAlone: header.profile.promptAlone,
        replyIds,
        forcedIds,
      },
    },
    text,
    save: () => (isEnded ? dropLastStep(store, message) : undefined),
  };
}

/** A branch that ended before its own first tokens were written begins with them still. */
function missingForcedIds({ target, position, tokenIds }: Fork, replyTokens: number): readonly number[] {
  const first = target === 'reply' ? position : 0;
  return tokenIds.slice(Math.max(0, replyTokens - first));
}

/** An end token has no text, so the chunk's text stays as it is. */
function dropLastStep(store: Store, message: MessageRecord): void {
  const chunk = store.traces.lastChunk(message.id);
  if (chunk === null) return;
  const steps = readStoredSteps(chunk).slice(0, -1);
  const rest = steps.length === 0 ? null : { ...chunk, count: steps.length, steps: encodeSteps(steps) };
  store.traces.replaceLastChunk(message.id, rest);
}
