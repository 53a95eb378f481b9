/**
 * Decides whether a reply can be left at a token, and with what the branch begins: the same tokens up to there, then
 * those that a person put there. Runs in the core. Writes nothing (see save-branch.ts) and renders nothing anew.
 */
import { randomInt } from 'node:crypto';
import { type Fork, forkSchema } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Model } from '#contract/models.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import type { MessageRecord } from '../db/messages.ts';
import { exactTrace, notContinuable, requireRoomIfLoaded, settingsBehind } from './exact-tokens.ts';
import type { GenerationContext } from './generation-context.ts';
import { withLivingEngine } from './living-engine.ts';
import type { BranchChoice } from './generation-service.ts';
import { ReplyText } from './reply-text.ts';
import type { ReplyJob } from './reply-job.ts';
import { readStoredTokenIds } from './stored-reply.ts';

export type PreparedBranch = {
  readonly source: MessageRecord;
  readonly model: Model;
  readonly job: ReplyJob & { readonly start: Extract<ReplyJob['start'], { kind: 'continued' }> };
  /** Has read the tokens that both replies share. */
  readonly text: ReplyText;
  readonly fork: Fork;
  /** The head of the branch's trace, but for the message's id. */
  readonly header: Omit<TraceHeader, 'messageId'>;
  readonly prompt: Prompt;
};

const longestText = 10_000;

/**
 * @param source the reply that the place names
 * @param present settings of the conversation now
 * @throws trace.notFound when the position does not exist; message.notContinuable `{ reason }`: `streaming`, `trace`,
 *   `model` or `vocabulary`; app.invalidInput `{ field }`; generation.contextFull when the model is loaded and has no
 *   room; model.*, engine.*
 */
export async function prepareBranch(
  context: GenerationContext,
  source: MessageRecord,
  place: BranchPlace,
  choice: BranchChoice,
  { model, settings: present }: { readonly model: Model; readonly settings: GenerationSettings },
): Promise<PreparedBranch> {
  if (source.end === null) throw notContinuable('streaming');
  const { header, prompt } = exactTrace(context, source.id, model.id);
  const shared = sharedTokens(context, place, header, prompt);
  const forcedIds = await chosenIds(context, choice, header);
  const { replyIds } = shared;
  const settings = replyIds.length > 0 ? withSamplerOf(header.settings, present) : present;
  const promptIds = shared.prompt.tokenIds;
  const written = replyIds.length + forcedIds.length;
  const seed = settings.seed ?? randomInt(0, 2 ** 32);
  const jobSettings = settingsBehind(settings, written);
  await requireRoomIfLoaded(context, model.id, promptIds.length + written, jobSettings.maxTokens);
  // Before a place of the prompt nothing was captured that a branch would have to meet again.
  const promptAlone = place.kind === 'reply' ? header.profile.promptAlone : undefined;
  const start = { kind: 'continued', promptIds, promptAlone, replyIds, forcedIds } as const;
  return {
    source,
    model,
    job: { modelId: model.id, settings: jobSettings, seed, start },
    text: textOf(context, header, replyIds),
    fork: {
      sourceId: source.id,
      target: place.kind,
      position: place.position,
      tokenIds: [...forcedIds],
      text: textOf(context, header, forcedIds).text.slice(0, longestText),
      logprob: null,
    },
    header: { ...header, settings, seed },
    prompt: shared.prompt,
  };
}

/**
 * A trace has one sampler. Where a branch shares tokens with its source it keeps the one that drew them, or nobody could
 * say any more what q they had; limits and the seed are the conversation's.
 */
function withSamplerOf(source: GenerationSettings, present: GenerationSettings): GenerationSettings {
  const { seed, maxTokens, stopStrings } = present;
  return { ...source, seed, maxTokens, stopStrings };
}

type Shared = { readonly prompt: Prompt; readonly replyIds: readonly number[] };

function sharedTokens(
  { store }: GenerationContext,
  { kind, messageId, position }: BranchPlace,
  header: TraceHeader,
  prompt: Prompt,
): Shared {
  if (kind === 'prompt') return { prompt: promptBefore(prompt, position), replyIds: [] };
  if (position > header.replyTokens) throw new PrismeError('trace.notFound');
  const replyIds = readStoredTokenIds(store, messageId, position);
  // Behind the token that ended the reply nothing can stand; in its place another one can.
  if (replyIds.some((id) => header.endTokenIds.includes(id)))
    throw new PrismeError('app.invalidInput', { field: 'place.position' });
  return { prompt, replyIds };
}

function promptBefore({ tokenIds, spans }: Prompt, position: number): Prompt {
  if (position > tokenIds.length) throw new PrismeError('trace.notFound');
  return {
    tokenIds: tokenIds.slice(0, position),
    spans: spans
      .filter(({ start }) => start < position)
      .map((span) => ({ ...span, end: Math.min(span.end, position) })),
  };
}

async function chosenIds(
  { library }: GenerationContext,
  choice: BranchChoice,
  header: TraceHeader,
): Promise<readonly number[]> {
  const ids =
    choice.kind === 'tokens'
      ? choice.tokenIds
      : await withLivingEngine(library, header.model.id, (engine) => engine.tokenize(choice.text));
  const isKnown = ids.every((id) => id < header.vocabularySize);
  // A token that ends the reply can only be the last one.
  const goesOn = !ids.slice(0, -1).some((id) => header.endTokenIds.includes(id));
  const isRightLength = forkSchema.shape.tokenIds.safeParse(ids).success;
  if (!isKnown || !goesOn || !isRightLength) throw new PrismeError('app.invalidInput', { field: 'choice' });
  return ids;
}

function textOf({ library }: GenerationContext, header: TraceHeader, ids: readonly number[]): ReplyText {
  const text = new ReplyText(library.vocabulary(header.vocabularyHash), header.endTokenIds);
  text.add(ids);
  return text;
}
