/**
 * A conversation as a document shows it: the branch that is shown on screen. Runs in the core.
 */
import type { Message } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { ConversationRecord } from '../../db/conversations.ts';
import type { DocumentRecord } from '../../db/documents.ts';
import type { FileStore } from '../write-own-file.ts';

export type ReadableConversation = {
  readonly conversation: ConversationRecord;
  /** From the first message to the leaf. */
  readonly path: readonly Message[];
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
  return { conversation, path, otherMessages: all.length - path.length };
}

/** What is attached to a message, with its text. */
export function readAttached({ documents }: FileStore, message: Message): DocumentRecord[] {
  return message.documents.flatMap(({ id }) => documents.find(id) ?? []);
}
