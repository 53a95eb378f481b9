/**
 * A conversation as a document shows it: the branch that is shown on screen. Runs in the core.
 */
import type { Message } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { Summary } from '#contract/summaries.ts';
import type { ConversationRecord } from '../../db/conversations.ts';
import type { DocumentRecord } from '../../db/documents.ts';
import type { FileStore } from '../write-own-file.ts';

export type ReadableConversation = {
  readonly conversation: ConversationRecord;
  /** From the first message to the leaf. */
  readonly path: readonly Message[];
  /** Stands behind its last message. Null: the messages are read as they are. */
  readonly summary: Summary | null;
  /** In other branches. */
  readonly otherMessages: number;
};

/** Null: it is gone. */
export function readConversation(store: FileStore, id: ConversationId): ReadableConversation | null {
  const conversation = store.conversations.find(id);
  if (conversation === null) return null;
  const all = store.messages.list(id);
  const byId = new Map(all.map((message) => [message.id, message]));
  const path: Message[] = [];
  for (let next = conversation.leafId; next !== null;) {
    const message = byId.get(next);
    if (message === undefined) break;
    const isOpen = message.state === 'streaming';
    path.unshift(isOpen ? { ...message, text: store.traces.text(message.id) } : message);
    next = message.parentId;
  }
  const ids = new Set(path.map((message) => message.id));
  const current = store.summaries
    .list(id)
    .filter(({ state, lastMessageId }) => state === 'current' && ids.has(lastMessageId));
  const summary = longest(current);
  return { conversation, path, summary, otherMessages: all.length - path.length };
}

/** The newer of two of the same messages. */
function longest(summaries: readonly Summary[]): Summary | null {
  return summaries.reduce<Summary | null>(
    (found, each) => (found === null || each.messageCount >= found.messageCount ? each : found),
    null,
  );
}

/** What is attached to a message, with its text. */
export function readAttached({ documents }: FileStore, message: Message): DocumentRecord[] {
  return message.documents.flatMap(({ id }) => documents.find(id) ?? []);
}
