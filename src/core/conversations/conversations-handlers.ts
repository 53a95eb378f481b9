/**
 * Answers the conversations part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { ConversationBin } from './conversation-bin.ts';
import type { ConversationsService } from './conversations.ts';

export function conversationsHandlers(
  implementer: CoreImplementer,
  conversations: ConversationsService,
  bin: ConversationBin,
) {
  const procedures = implementer.conversations;
  return {
    list: procedures.list.handler(() => conversations.list()),
    listArchived: procedures.listArchived.handler(() => conversations.listArchived()),
    listBin: procedures.listBin.handler(() => bin.list()),
    create: procedures.create.handler(({ input }) => conversations.create(input)),
    get: procedures.get.handler(({ input }) => conversations.get(input.conversationId)),
    summary: procedures.summary.handler(({ input }) => conversations.summary(input.conversationId)),
    update: procedures.update.handler(({ input: { conversationId, ...changes } }) =>
      conversations.update(conversationId, changes),
    ),
    delete: procedures.delete.handler(({ input }) => {
      conversations.delete(input.conversationId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => conversations.restore(input.conversationId)),
    purge: procedures.purge.handler(({ input }) => {
      bin.purge(input.conversationId);
      return {};
    }),
    emptyBin: procedures.emptyBin.handler(async () => ({ removed: await bin.empty() })),
    tags: procedures.tags.handler(() => conversations.tags()),
    selectBranch: procedures.selectBranch.handler(({ input }) => ({
      leafId: conversations.selectBranch(input.conversationId, input.messageId),
    })),
  };
}
