/**
 * Puts a branch on disk before its first token is written: the message, its fork and the tokens that it shares, beside
 * the reply that it left or in a copy of the conversation. Runs in the core, in one transaction. Loads nothing.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import { copyMessages, type Names, renamed, renamedPrompt } from './copy-messages.ts';
import { copyRead, copySummaries } from './copy-summaries.ts';
import type { GenerationContext } from './generation-context.ts';
import type { Branched } from './generation-service.ts';
import type { PreparedBranch } from './prepare-branch.ts';
import { copyStoredHead, type StoredReplySource } from './stored-reply.ts';

/**
 * @param conversation where the reply is that was left
 * @throws app.diskFull, app.storageFailed
 */
export function saveBranch(
  context: GenerationContext,
  source: StoredReplySource,
  conversation: ConversationRecord,
  branch: PreparedBranch,
  into: 'here' | 'newConversation',
): Branched {
  const { newId, now, store } = context;
  const replyId = newId() as MessageId; // newId gives UUIDs, which is all that the brand says
  const nowMs = now();
  return store.transaction(() => {
    // Read again: a draft or a title may have been saved while the choice was cut into tokens.
    const present = store.conversations.find(conversation.id) ?? conversation;
    const shown = { ...present, modelId: branch.model.id, leafId: replyId, updatedAtMs: nowMs };
    if (into === 'here') {
      insertBranch(context, source, branch, { replyId, conversationId: present.id }, new Map());
      copyRead(context, branch.source.id, replyId);
      store.conversations.update(shown);
      return { conversationId: present.id, replyId };
    }
    const conversationId = newId() as ConversationId; // as above
    store.conversations.insert({
      ...shown,
      id: conversationId,
      isPinned: false,
      archivedAtMs: null,
      createdAtMs: nowMs,
      deletedAtMs: null,
      draft: '',
      replyBeginning: '',
    });
    const { parentId } = branch.source;
    const path = parentId === null ? [] : store.messages.path(parentId);
    const names = copyMessages(context, path, conversationId);
    insertBranch(context, source, branch, { replyId, conversationId }, names);
    // The new reply stands where the one stood that it left.
    copySummaries(context, present.id, conversationId, new Map([...names, [branch.source.id, replyId]]));
    return { conversationId, replyId };
  });
}

function insertBranch(
  { now, store }: GenerationContext,
  source: StoredReplySource,
  { source: left, model, job, text, fork, header, prompt }: PreparedBranch,
  { replyId, conversationId }: Branched,
  names: Names,
): void {
  store.messages.insertReply({
    id: replyId,
    conversationId,
    parentId: renamed(left.parentId, names),
    createdAtMs: now(),
    model: { id: model.id, name: model.name },
    settings: header.settings,
    seed: job.seed,
    cutMessageIds: left.cutMessageIds.map((id) => names.get(id) ?? id),
    text: text.text,
  });
  store.forks.insert(replyId, fork);
  store.traces.insert({ ...header, messageId: replyId }, renamedPrompt(prompt, names));
  copyStoredHead(source, left.id, replyId, job.start.replyIds.length);
}
