/**
 * Copies messages into another conversation, inside the database. Runs in the core, in a transaction of its caller's.
 * Changes no message and makes no conversation.
 */
import type { Message } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { GenerationContext } from './generation-context.ts';

/** New names of copied messages. */
export type Names = ReadonlyMap<MessageId, MessageId>;

/** Copies a path from the root, with traces, scores and forks. */
export function copyMessages(
  { newId, store }: Pick<GenerationContext, 'newId' | 'store'>,
  path: readonly Message[],
  conversationId: ConversationId,
): Names {
  const names = new Map(path.map(({ id }) => [id, newId() as MessageId] as const)); // as above
  for (const message of path) {
    const id = names.get(message.id) ?? message.id;
    const cutMessageIds = message.cutMessageIds.map((cutId) => names.get(cutId) ?? cutId);
    const parentId = renamed(message.parentId, names);
    store.messages.copy(message.id, { id, conversationId, parentId, cutMessageIds });
    store.documents.copy(message.id, id);
    copyTrace(store, message.id, id, names);
  }
  return names;
}

function copyTrace(
  { traces }: GenerationContext['store'],
  from: MessageId,
  to: MessageId,
  names: Names,
): void {
  const header = traces.header(from);
  const prompt = traces.prompt(from);
  if (header === null || prompt === null) return;
  traces.insert({ ...header, messageId: to }, renamedPrompt(prompt, names));
  traces.copyChunks(from, to, header.replyTokens);
  traces.copyPromptScore(from, to);
}

export function renamed(id: MessageId | null, names: Names): MessageId | null {
  return id === null ? null : (names.get(id) ?? id);
}

/** The parts of a prompt say whose words they are. */
export function renamedPrompt({ tokenIds, spans }: Prompt, names: Names): Prompt {
  return { tokenIds, spans: spans.map((span) => ({ ...span, messageId: renamed(span.messageId, names) })) };
}
