/**
 * Answers the conversations part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { ConversationsService } from './conversations.ts';

export function conversationsHandlers(implementer: CoreImplementer, conversations: ConversationsService) {
  const procedures = implementer.conversations;
  return {
    list: procedures.list.handler(() => conversations.list()),
    create: procedures.create.handler(({ input }) => conversations.create(input)),
    get: procedures.get.handler(({ input }) => conversations.get(input.conversationId)),
    update: procedures.update.handler(({ input: { conversationId, ...changes } }) =>
      conversations.update(conversationId, changes),
    ),
    delete: procedures.delete.handler(({ input }) => {
      conversations.delete(input.conversationId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => conversations.restore(input.conversationId)),
    selectBranch: procedures.selectBranch.handler(({ input }) => ({
      leafId: conversations.selectBranch(input.conversationId, input.messageId),
    })),
  };
}
