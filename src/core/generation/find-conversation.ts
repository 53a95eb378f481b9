/**
 * Finds what a request about replies names, or says what is missing. Runs in the core. Writes nothing.
 */
import type { Message } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { MessageRecord } from '../db/messages.ts';
import type { GenerationContext } from './generation-context.ts';

/** @throws conversation.notFound, also for one in the bin */
export function findConversation({ store }: GenerationContext, id: ConversationId): ConversationRecord {
  const conversation = store.conversations.find(id);
  if (conversation === null || conversation.deletedAtMs !== null)
    throw new PrismeError('conversation.notFound');
  return conversation;
}

/** The messages from the root down to the given one; none for the root itself. @throws message.notFound */
export function pathTo(
  { store }: GenerationContext,
  conversation: ConversationRecord,
  messageId: MessageId | null,
): Message[] {
  if (messageId === null) return [];
  const message = store.messages.find(messageId);
  if (message === null || message.conversationId !== conversation.id)
    throw new PrismeError('message.notFound');
  return store.messages.path(messageId);
}

/** @throws message.notFound */
export function findReply(
  { store }: GenerationContext,
  conversation: ConversationRecord,
  replyId: MessageId,
): MessageRecord {
  const message = store.messages.find(replyId);
  const isReply = message?.conversationId === conversation.id && message.role === 'assistant';
  if (message === null || !isReply) throw new PrismeError('message.notFound');
  return message;
}

/**
 * The conversation's own model, else the default, else the first that is there: what the page shows as chosen.
 * @throws model.noneChosen
 */
export function modelOf({ library, settings }: GenerationContext, conversation: ConversationRecord): ModelId {
  const modelId =
    conversation.modelId ??
    settings.get().defaultModelId ??
    library.list().models.find(({ isPresent }) => isPresent)?.id;
  if (modelId === undefined) throw new PrismeError('model.noneChosen');
  return modelId;
}

/** The same, when it may be used. @throws model.noneChosen, model.notFound, model.quarantined */
export function usableModelOf(context: GenerationContext, conversation: ConversationRecord) {
  const model = context.library.get(modelOf(context, conversation));
  if (model.state.kind === 'quarantined') {
    const { code, details } = model.state.error;
    throw new PrismeError(code, details);
  }
  return model;
}
