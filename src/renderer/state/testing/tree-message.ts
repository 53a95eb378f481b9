/**
 * Messages of a tree that a test draws by numbers. Runs in tests only.
 */
import type { Message } from '#contract/conversations.ts';
import { type MessageId, messageIdSchema } from '#contract/ids.ts';

export const treeId = (index: number): MessageId =>
  messageIdSchema.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);

/** Says "m" and its number. @param parent its number; null: it begins a conversation */
export function treeMessage(index: number, parent: number | null, role: Message['role']): Message {
  return {
    id: treeId(index),
    parentId: parent === null ? null : treeId(parent),
    role,
    text: `m${index}`,
    documents: [],
    createdAtMs: index,
    state: 'complete',
    end: null,
    model: null,
    settings: null,
    seed: null,
    cutMessageIds: [],
    fork: null,
    hasTrace: false,
  };
}
