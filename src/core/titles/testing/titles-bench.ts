/**
 * A core for tests of titles: the scripted engine, and titles that begin as soon as nobody wants anything. Used by tests
 * only.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { createConversations } from '#core/conversations/conversations.ts';
import { openBench } from '#core/generation/testing/generation-bench.ts';
import { createTitles, type TitlesContext, type TitlesService } from '../titles.ts';

export type TitlesBench = ReturnType<typeof openTitlesBench>;

export function openTitlesBench(given: Partial<TitlesContext> = {}) {
  const late: { titles?: TitlesService } = {};
  const bench = openBench(undefined, (...reply) => late.titles?.noteReply(...reply));
  const logged: object[] = [];
  const log = { ...bench.context.log, warn: (fields: object) => void logged.push(fields) };
  const titles = createTitles({ ...bench.context, log, isAutomatic: true, quietMs: 0, ...given });
  late.titles = titles;
  const conversations = createConversations({ ...bench.context, generation: bench.generation, titles });
  const titleOf = (id: ConversationId) => {
    const { title, titleBy } = conversations.get(id);
    return { title, titleBy };
  };
  return {
    ...bench,
    titles,
    conversations,
    logged,
    titleOf,
    isWriting: (id: ConversationId): boolean =>
      conversations.list().find((each) => each.id === id)?.isTitling === true,
    /** A conversation with one message, its first words as title, and a reply that has ended. */
    answered: async (id = bench.newConversation(), parentId: MessageId | null = null) => {
      const sent = await bench.send(id, 'Why does the sea rise?', parentId);
      if (parentId === null) conversations.update(id, { title: 'Why does', titleBy: 'beginning' });
      const run = await bench.library.nextRun();
      await run.write('The moon pulls it.');
      await run.end();
      await bench.generation.ended(sent.replyId);
      return { id, replyId: sent.replyId };
    },
    close: async (): Promise<void> => {
      await titles.close();
      await bench.close();
    },
  };
}
