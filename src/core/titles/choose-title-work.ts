/**
 * Which conversation may have a title written now, and of what. Runs in the core. Reads, and writes nothing.
 */
import type { Message } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { ReplyStats } from '#contract/reply.ts';
import type { Store } from '../db/store.ts';
import { turnsOf } from '../generation/branch-turns.ts';
import { findConversation, modelOf, pathTo } from '../generation/find-conversation.ts';
import type { Branch } from '../generation/fit-context.ts';
import type { GenerationContext } from '../generation/generation-context.ts';
import { readBranch } from '../generation/read-branch.ts';

/** A title that can be written now. */
export type TitleWork = { readonly modelId: ModelId; readonly branch: Branch };

/** The last reply that a model wrote: what its cache holds. */
export type LastReply = { readonly conversationId: ConversationId; readonly costMs: number };

/** A conversation is named when it begins, and not years later because somebody goes on with it. */
const mostTurns = 3;
/** What a title that nobody asked for may cost in reading again what the cache has lost, in ms. */
const mostCostMs = 2_000;

/**
 * What the conversation's model would read.
 * @throws conversation.notFound, message.notFound: there is nothing yet, title.modelNotLoaded, model.*
 */
export function workFor(context: GenerationContext, id: ConversationId): TitleWork {
  const conversation = findConversation(context, id);
  const path = pathTo(context, conversation, conversation.leafId);
  if (path.length === 0) throw new PrismeError('message.notFound');
  const modelId = modelOf(context, conversation);
  if (context.library.get(modelId).state.kind !== 'loaded') throw new PrismeError('title.modelNotLoaded');
  return { modelId, branch: readBranch(context.store, conversation, turnsOf(context.store, path)) };
}

/** Whether a conversation still has the title that it got by itself, and a reply to make another one of. */
export function isUnnamed(context: GenerationContext, id: ConversationId): boolean {
  const { store, settings } = context;
  if (!settings.get().writesTitles) return false;
  const conversation = store.conversations.find(id);
  if (conversation === null || conversation.deletedAtMs !== null) return false;
  if (conversation.titleBy !== 'beginning' || conversation.template === 'none') return false;
  return store.comparisons.lane(id) === null && isYoung(context, conversation.leafId);
}

/** The branch that is shown has few turns and ends with a reply that came to its end. */
function isYoung({ store }: GenerationContext, leafId: MessageId | null): boolean {
  const leaf = leafId === null ? null : store.messages.find(leafId);
  return leaf !== null && isEnded(leaf) && isWithin(store, leaf, mostTurns);
}

function isEnded({ role, state, text, end }: Message): boolean {
  return role === 'assistant' && state === 'complete' && text.trim() !== '' && end?.reason !== 'interrupted';
}

/** Looks no further up than it has to: a path may have thousands of messages. */
function isWithin({ messages }: Store, leaf: Message, turns: number): boolean {
  let left = turns;
  for (let next = leaf.parentId; next !== null;) {
    const message = messages.find(next);
    if (message?.role === 'user') left -= 1;
    if (left < 0) return false;
    next = message?.parentId ?? null;
  }
  return true;
}

/** How long it takes to read all of a conversation again, in ms. */
export function costMsOf(stats: ReplyStats | null | undefined): number {
  const speed = stats?.promptTokensPerSecond ?? null;
  if (!stats || speed === null || speed <= 0) return Number.POSITIVE_INFINITY;
  return ((stats.promptTokens + stats.replyTokens) * 1_000) / speed;
}

/**
 * Whether a title that nobody asked for leaves the cache to the conversation that it is of, or takes so little from
 * another one that nobody notices.
 * @param last of the same model
 */
export function isCheap(
  { store }: GenerationContext,
  id: ConversationId,
  last: LastReply | undefined,
): boolean {
  if (last?.conversationId === id) return true;
  const leafId = store.conversations.find(id)?.leafId ?? null;
  const stats = leafId === null ? null : store.messages.find(leafId)?.end?.stats;
  return costMsOf(stats) + (last?.costMs ?? 0) <= mostCostMs;
}
