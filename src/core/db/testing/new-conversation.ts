/**
 * An empty conversation in a database, for tests that need one to hang something on. Runs in tests only.
 */
import { randomUUID } from 'node:crypto';
import { type ConversationId, conversationIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { ConversationRecord } from '../conversations.ts';
import type { Store } from '../store.ts';

/** @param given what is not as in an empty one */
export function newConversation(
  { conversations }: Pick<Store, 'conversations'>,
  given: Partial<ConversationRecord> = {},
): ConversationId {
  const id = given.id ?? conversationIdSchema.parse(randomUUID());
  conversations.insert({
    title: '',
    titleBy: 'beginning',
    isPinned: false,
    archivedAtMs: null,
    folderId: null,
    createdAtMs: 1,
    updatedAtMs: 1,
    deletedAtMs: null,
    systemPrompt: '',
    template: 'model',
    contextStrategy: 'stop',
    settings: samplerPresets.balanced,
    modelId: null,
    presetId: null,
    draft: '',
    replyBeginning: '',
    leafId: null,
    ...given,
    id,
  });
  return id;
}
